"""Reading of imports: runs and rows for who may see them, and turning rows of files into records."""
