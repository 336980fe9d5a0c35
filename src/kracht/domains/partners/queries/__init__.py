"""Reading partners, their keys, tags, feed and webhooks."""
