"""Pictures of an entry as machines read them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from kracht.foundation.media import queries as media


def of(ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return pictures with address, size, alternative text, maker and licence, in the order given."""
    found = media.pictures(ids) if ids else {}
    return [_one(found[key]) for key in ids if key in found]


def _one(picture: Any) -> dict[str, Any]:
    return {
        "url": f"{settings.SITE_URL}{picture.src}",
        "width": picture.width,
        "height": picture.height,
        "alt": picture.alt,
        "credit": picture.credit,
        "licence": picture.licence,
    }
