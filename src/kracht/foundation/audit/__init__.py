"""Who did what, when: rows that are only added. Owns no permission and no meaning; it keeps plain keys of both sides.

Never holds a name, an address or a text of a person: the keys lead to them as long as they exist.
"""
