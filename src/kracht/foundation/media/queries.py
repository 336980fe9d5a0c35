"""Reading pictures, ready for a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from kracht.foundation.media.models import Picture

FOLDER = "pictures"


@dataclass(frozen=True, slots=True)
class PictureView:
    """One picture: `src` is the middle size, `srcset` holds all, `share` is a JPEG for social media."""

    id: int
    src: str
    srcset: str
    share: str
    width: int
    height: int
    alt: str
    credit: str
    licence: str


def pictures(ids: Iterable[int]) -> dict[int, PictureView]:
    """Return pictures by number, in one query; unknown numbers are absent."""
    return {row.pk: view(row) for row in Picture.objects.filter(pk__in=list(ids))}


def view(row: Picture) -> PictureView:
    """Return the addresses and words of a picture."""
    base = f"{settings.MEDIA_URL}{FOLDER}/{row.token}"
    middle = row.widths[len(row.widths) // 2]
    return PictureView(
        id=row.pk,
        src=f"{base}/{middle}.webp",
        srcset=", ".join(f"{base}/{width}.webp {width}w" for width in row.widths),
        share=f"{base}/share.jpg",
        width=middle,
        height=round(row.height * middle / row.width),
        alt=row.alt,
        credit=row.credit,
        licence=row.licence,
    )
