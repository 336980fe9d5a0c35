"""The list of erasures: a file outside the database, only added to. Each line says who was erased, to nobody but us.

    {"at": "2026-11-22T05:00:00+00:00", "number": 12, "who": "<keyed hash of the address>"}

The first line holds the key of the hashes. Whoever has the file alone can check an address they know, and find none.
"""

import fcntl
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure. `number` is that of the user, 0 for someone without an account."""

    at: datetime
    number: int
    who: str


def path() -> Path:
    """Where the list lies: beside the folder of pictures, unless KRACHT_ERASURES says where."""
    told = str(getattr(settings, "ERASURES", ""))
    return Path(told) if told else Path(settings.MEDIA_ROOT).parent / "erasures.jsonl"


def append(*, number: int, address: str, at: datetime) -> int:
    """Add a line, on the disk itself before this returns; returns how many lines there are. OSError when it cannot."""
    place = path()
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("a+", encoding="utf-8") as file:
        place.chmod(0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        key, lines = _read(file)
        if not key:
            key = secrets.token_hex(32)
            file.write(json.dumps({"key": key}) + "\n")
        elif not _whole(file):
            file.write("\n")  # ends a line that a crash tore
        told = {"at": at.isoformat(), "number": number, "who": _hash(key, address)}
        file.write(json.dumps(told) + "\n")
        file.flush()
        os.fsync(file.fileno())
        return len(lines) + 1


def read() -> tuple[str, list[Line]]:
    """The key and all lines; empty when nobody was ever erased."""
    try:
        with path().open(encoding="utf-8") as file:
            return _read(file)
    except FileNotFoundError:
        return "", []


def _read(file: IO[str]) -> tuple[str, list[Line]]:
    """Lines that a crash left half-written are passed over."""
    file.seek(0)
    key, lines = "", []
    for text in file:
        try:
            told = json.loads(text)
        except ValueError:
            continue
        if "key" in told:
            key = told["key"]
        else:
            lines.append(Line(datetime.fromisoformat(told["at"]), int(told["number"]), told["who"]))
    return key, lines


def _whole(file: IO[str]) -> bool:
    """Whether the file ends where a line does."""
    file.seek(0)
    return file.read().endswith("\n")


def hashes(key: str, addresses: set[str]) -> dict[str, str]:
    """The address of each hash."""
    return {_hash(key, address): address for address in addresses}


def _hash(key: str, address: str) -> str:
    return hmac.new(bytes.fromhex(key), address.strip().lower().encode(), hashlib.sha256).hexdigest()
