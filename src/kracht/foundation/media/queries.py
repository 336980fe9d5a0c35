"""Reading pictures."""

from collections.abc import Iterable, Sequence

from django.conf import settings

from kracht.foundation.audit.facts import Actor
from kracht.foundation.audit.queries import acts_of
from kracht.foundation.media import shelf
from kracht.foundation.media.facts import WIDTHS, PictureView
from kracht.foundation.media.models import Picture

__all__ = ["PictureView", "largest_file", "of_owner", "pictures", "stored_by", "view", "with_tokens"]


def pictures(ids: Iterable[int]) -> dict[int, PictureView]:
    """Pictures by number; unknown numbers are missing. One query."""
    return {row.pk: view(row) for row in Picture.objects.filter(pk__in=list(ids))}


def of_owner(owner: str) -> list[PictureView]:
    """The pictures of one thing, such as "initiative:12", oldest first."""
    return [view(row) for row in Picture.objects.filter(owner_key=owner).order_by("pk")]


def first_of_owners(owners: Iterable[str]) -> dict[str, PictureView]:
    """The first picture of each of these things, by owner; things without one are missing. One query."""
    found = {row.owner_key: view(row) for row in Picture.objects.filter(owner_key__in=list(owners)).order_by("-pk")}
    return {owner: found[owner] for owner in found if owner}


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


def stored_by(actor: Actor) -> list[int]:
    """The numbers of the pictures that this person sent in and that are still there."""
    acts = acts_of(actor, verb="stored", target_type=Picture._meta.label_lower, limit=10_000)
    numbers = [int(act.target_key) for act in acts]
    return list(Picture.objects.filter(pk__in=numbers).order_by("pk").values_list("pk", flat=True))


def largest_file(token: str) -> bytes | None:
    """The largest of a picture's files, as it is served; None when there is none."""
    names = [f"{width}.webp" for width in sorted(WIDTHS, reverse=True)]
    found = next((file for name in names if (file := shelf.path(token, name))), None)
    return found.read_bytes() if found else None
