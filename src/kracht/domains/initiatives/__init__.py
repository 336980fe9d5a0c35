"""The register of citizens' initiatives.

Owns what an initiative is, how it comes into the register (submitted, confirmed, moderated), how it is found
(lists, Dutch search, tiles of the map) and the running totals per area. Never sends mail and never draws a page.
"""
