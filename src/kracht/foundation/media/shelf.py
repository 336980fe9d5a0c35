"""The folders of pictures on disk: `<MEDIA_ROOT>/<ab>/<token>/<file>`. A folder appears whole or not at all.

What must not be served for now lies in `<MEDIA_ROOT>/hidden/<ab>/<token>/`, so that serving costs no look at any table.
"""

import contextlib
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
HIDDEN = "hidden"
FILE = re.compile(r"(\d{1,4}\.webp|share\.jpg)")


def new_token() -> str:
    """128 bits that nobody guesses, fit for an address."""
    return secrets.token_urlsafe(16)


def folder(token: str) -> Path:
    """Where the files of this picture lie; ValueError for what is no token."""
    if not TOKEN.fullmatch(token):
        raise ValueError("not a token of a picture")
    return Path(settings.MEDIA_ROOT) / token[:2].lower() / token


def put(token: str, files: Mapping[str, bytes]) -> None:
    """Write all files, to the disk itself, and only then show the folder. OSError when the disk is full."""
    place = folder(token)
    place.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="new-", dir=settings.MEDIA_ROOT))
    try:
        for name, data in files.items():
            with (made / name).open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
        made.chmod(0o755)
        made.rename(place)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
        raise


def hidden(token: str) -> Path:
    """Where the files of this picture lie while they are not served."""
    place = folder(token)
    return place.parent.parent / HIDDEN / place.parent.name / token


def hide(token: str) -> None:
    """Serve the files of a picture no longer; hidden or gone already is fine."""
    _move(folder(token), hidden(token))


def show(token: str) -> None:
    """Serve the files of a hidden picture again; shown or gone already is fine."""
    _move(hidden(token), folder(token))


def hidden_tokens() -> list[str]:
    """Return the pictures whose files lie hidden."""
    return [place.name for place in Path(settings.MEDIA_ROOT).glob(f"{HIDDEN}/??/*")]


def _move(place: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        place.rename(target)


def take_away(token: str) -> None:
    """Remove the files of a picture; gone already is fine."""
    remove(folder(token))
    remove(hidden(token))


def remove(place: Path) -> None:
    """Remove a folder of this shelf; gone already is fine."""
    shutil.rmtree(place, ignore_errors=True)


def path(token: str, name: str) -> Path | None:
    """The file to serve, or None when there is none of that name."""
    if not (TOKEN.fullmatch(token) and FILE.fullmatch(name)):
        return None
    file = folder(token) / name
    return file if file.is_file() else None


def folders_before(moment: float) -> Iterator[Path]:
    """Folders last changed before this moment (seconds since 1970): of pictures, and left half-made by a crash."""
    root = Path(settings.MEDIA_ROOT)
    for place in (*root.glob("new-*"), *root.glob("??/*"), *root.glob(f"{HIDDEN}/??/*")):
        try:
            if place.is_dir() and place.stat().st_mtime < moment:
                yield place
        except FileNotFoundError:  # another worker was first
            continue
