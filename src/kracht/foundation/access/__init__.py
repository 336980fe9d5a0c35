"""Roles: who may act as moderator, owner, editor, treasurer, administrator, civil servant or reviewer, where, and until when.

Says nothing about situations ("a moderator may not publish an own entry"): those are in the rules of each app.
"""
