"""Commands of `access`."""
