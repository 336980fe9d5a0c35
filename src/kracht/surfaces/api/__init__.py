"""The doors for machines and for other sites: REST, OGC API Features, exports, feeds, tiles, embeds, sitemap, health.

Everything here only reads what is public; no answer needs a session. Owns no table and no rule of the register.
"""
