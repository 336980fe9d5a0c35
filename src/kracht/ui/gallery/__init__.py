"""The content of the gallery: every part in every state, and whole pages, all made up."""
