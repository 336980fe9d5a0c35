"""Changing checks. asking: the initiative's side; reviewing: the reviewers' side; terms: what time does."""
