"""Reading pictures."""

from collections.abc import Iterable, Sequence

from django.conf import settings

from kracht.foundation.media.facts import WIDTHS, PictureView
from kracht.foundation.media.models import Picture

__all__ = ["PictureView", "of_owner", "pictures", "view", "with_tokens"]


def pictures(ids: Iterable[int]) -> dict[int, PictureView]:
    """Pictures by number; unknown numbers are missing. One query."""
    return {row.pk: view(row) for row in Picture.objects.filter(pk__in=list(ids))}


def of_owner(owner: str) -> list[PictureView]:
    """The pictures of one thing, such as "initiative:12", oldest first."""
    return [view(row) for row in Picture.objects.filter(owner_key=owner).order_by("pk")]


def with_tokens(tokens: Sequence[str], *, most: int = 10) -> list[PictureView]:
    """Pictures a visitor uploaded before, by the tokens that only this visitor has, in the order given."""
    asked = [token for token in tokens if "\x00" not in token][:most]
    found = {row.token: view(row) for row in Picture.objects.filter(token__in=asked)}
    return [found[token] for token in dict.fromkeys(asked) if token in found]


def view(row: Picture) -> PictureView:
    """The picture with its addresses."""
    base = f"{settings.MEDIA_URL}{row.token[:2].lower()}/{row.token}"
    middle = min(row.widths, key=lambda width: abs(width - WIDTHS[1]))
    return PictureView(
        number=row.pk,
        token=row.token,
        src=f"{base}/{middle}.webp",
        srcset=", ".join(f"{base}/{width}.webp {width}w" for width in row.widths),
        width=middle,
        height=max(1, round(row.height * middle / row.width)),
        alt=row.alt,
        credit=row.credit,
        licence=row.licence,
        share=f"{base}/share.jpg",
    )
