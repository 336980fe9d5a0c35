"""First view on a phone: at most 150 kB compressed, without what the map loads when it comes into view."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from kracht.domains.initiatives.tests.factories import publish
from kracht.surfaces.site.tests.conftest import World

MOST = 150_000
LOADED = re.compile(r'<(?:script|link)[^>]*(?:src|href)="/static/([^"]+)"[^>]*>')
SHOWN = re.compile(r'<use href="/static/([^"#]+)')


def packed(path: Path) -> int:
    """Return the bytes that travel: fonts are packed already."""
    data = path.read_bytes()
    return len(data) if path.suffix in {".woff2", ".webp", ".png"} else len(gzip.compress(data, 6))


@pytest.mark.parametrize("page", ["", "initiatieven/", "initiatieven/buurtmoestuin-de-kromme-akker/"])
def test_the_first_view_is_light(page: str, world: World, client: Client) -> None:
    for number in range(25):
        publish(f"Groep {number}", summary="Een zin die ongeveer zo lang is als de zinnen in het echte register zijn.")
    html = client.get(f"/nl/{page}").content
    text = html.decode()
    files = set(LOADED.findall(text)) | set(SHOWN.findall(text))
    assert any(name.endswith(".css") for name in files)
    assert not any("maplibre" in name for name in files)
    weight = len(gzip.compress(html, 6)) + sum(packed(Path(settings.ROOT) / "dist" / name) for name in files)
    assert weight <= MOST, (weight, files)


def test_nothing_comes_from_elsewhere(world: World, client: Client) -> None:
    for page in (
        "",
        "initiatieven/",
        "initiatieven/buurtmoestuin-de-kromme-akker/",
        "zoek/?q=moestuin",
        "gebieden/gm0344/",
    ):
        text = client.get(f"/nl/{page}").content.decode()
        loaded = re.findall(
            r'<(?:script|img|iframe)[^>]*src="([^"]+)"|<link[^>]*rel="(?:stylesheet|preload|icon)"[^>]*href="([^"]+)"',
            text,
        )
        assert loaded
        for found in loaded:
            assert "".join(found).startswith("/"), found
