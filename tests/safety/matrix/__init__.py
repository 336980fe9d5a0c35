"""Who may do what, where: every address × method × role × state of the thing, declared and checked by effect.

One file of rows per app (`rows_<app>.py`), found by its name. How to write one: `format.py`.
"""
