"""Changing the register. entering: how an entry comes in; deciding: the moderation desk; upkeep: jobs that keep it true."""
