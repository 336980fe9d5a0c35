"""People who sign in: one address each, how they prove who they are, and the language they read.

Never says what someone may do (access) and never writes mail texts of other apps (notify).
"""
