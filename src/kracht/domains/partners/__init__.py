"""Partners: organisations that publish and keep their own records by machine.

Owns who may do so, their keys, tags and webhooks, and the feed of what changed in the register. The records themselves
belong to `initiatives`; nothing here draws a public entry or answers HTTP of the API (that is `surfaces.api`).
"""
