"""Reading kept records. Pure."""

import json
from typing import Any


def parsed(document: str) -> dict[str, Any]:
    """Return canonical JSON of ours as a dictionary; what another hand changed may raise ValueError."""
    found = json.loads(document)
    if not isinstance(found, dict):
        raise ValueError("this is no record")
    return found
