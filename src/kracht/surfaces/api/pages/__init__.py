"""What the doors show, as plain data: records of REST, features of OGC, rows of exports, entries of feeds."""
