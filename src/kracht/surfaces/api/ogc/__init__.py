"""OGC API Features: coordinate systems, what is asked, the documents of Part 1 and Part 2. No HTTP here."""
