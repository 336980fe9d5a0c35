"""Roles: who may act as moderator, editor, administrator, treasurer or civil servant, where, and until when.

Says nothing about situations ("a moderator may not publish an own entry"): those are in the rules of each app.
"""
