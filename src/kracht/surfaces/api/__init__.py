"""The doors for machines and for other sites: REST, OGC API Features, exports, feeds, tiles, embeds, sitemap, health.

Almost everything here only reads what is public; partners write their own records with a key. No answer needs a
session. Owns no table and no rule of the register.
"""
