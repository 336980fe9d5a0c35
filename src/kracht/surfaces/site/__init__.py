"""The public pages for reading the register: home, list with map, search, entries, areas, themes, figures.

Joins what the domains return on one screen. Has no tables; a visitor's own list lives in a signed cookie.
"""
