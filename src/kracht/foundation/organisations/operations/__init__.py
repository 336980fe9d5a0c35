"""Changing organisations. Each act is one transaction with an audit row; `members` and `claims` say who belongs."""

from kracht.foundation.organisations.operations.entries import (
    change_some,
    create,
    keep_from_source,
    publish,
    resolve_again,
    update,
    withdraw,
)

__all__ = ["change_some", "create", "keep_from_source", "publish", "resolve_again", "update", "withdraw"]
