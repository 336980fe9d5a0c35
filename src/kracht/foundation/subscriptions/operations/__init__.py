"""Changing subscriptions. following: begin, change and end; noting: what happened; sending: the rounds of mail."""
