"""Where the built front-end files are: reads the manifest that Vite writes to dist/."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static

MANIFEST = Path(settings.ROOT) / "dist" / "manifest.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """Addresses of one entry: its script, its style sheets, the modules it needs at once, the fonts of its first view."""

    script: str
    styles: tuple[str, ...]
    modules: tuple[str, ...]
    fonts: tuple[str, ...]


@cache
def manifest() -> dict[str, dict[str, Any]]:
    """Return Vite's manifest. Raises ImproperlyConfigured when the front end has not been built."""
    try:
        found: dict[str, dict[str, Any]] = json.loads(MANIFEST.read_text())
    except FileNotFoundError as missing:
        raise ImproperlyConfigured("The front end is not built: run `make setup`.") from missing
    return found


@cache
def entry(name: str) -> Entry:
    """Return the addresses of frontend/entries/<name>.ts. Raises KeyError for an unknown name."""
    chunk = manifest()[f"frontend/entries/{name}.ts"]
    modules = [manifest()[key] for key in chunk.get("imports", [])]
    styles = [css for part in (*modules, chunk) for css in part.get("css", [])]
    fonts = [path for path in chunk.get("assets", []) if path.endswith(".woff2") and "-latin-wght-" in path]
    return Entry(
        script=static(chunk["file"]),
        styles=tuple(static(path) for path in styles),
        modules=tuple(static(part["file"]) for part in modules),
        fonts=tuple(static(path) for path in fonts),
    )


@cache
def address(source: str) -> str:
    """Return the address of a built file by its source path, such as frontend/icons/mark.svg. Raises KeyError."""
    return static(manifest()[source]["file"])
