"""Reading the register. One file per noun: cards (lists), search, totals, tiles, entry, duplicates, desk.

Fetching is permission: what is not published only comes out of `desk`, or by a token.
"""
