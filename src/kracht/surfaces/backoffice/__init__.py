"""The way into the register and the desk where people decide about it.

Owns the form without an account, its confirmation, the answer to a moderator's question, the moderation desk, and the
mails of all these. Has no tables: what is kept belongs to the initiatives, the pictures and the notices.
"""
