"""Killing what runs, while people send things in."""
