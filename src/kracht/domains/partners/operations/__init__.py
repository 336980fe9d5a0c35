"""Changing what partners have: admission, keys, tags, webhooks, and their records."""
