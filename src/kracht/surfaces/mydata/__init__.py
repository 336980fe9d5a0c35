"""Everything about me: download it, and be forgotten; with an account, or by a link mailed to an address.

Gathers from and erases in every app that has a `personal.py`, without knowing their tables. Keeps a list of erasures
outside the database, so that a restored backup does not bring anyone back.
"""
