"""What joins several domains on one screen or one wire; almost no tables."""
