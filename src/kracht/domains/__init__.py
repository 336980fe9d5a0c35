"""What Kracht exists for, one app a subject."""
