"""Reading profiles. Every reading says whether the reader is a member: that is the permission.

A profile is there for others when its name is, and when its owner is active and said to be 16 or older.
"""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from kracht.foundation.accounts.queries import User
from kracht.foundation.media import queries as media
from kracht.foundation.media.facts import PictureView
from kracht.foundation.profiles.facts import TEXTS, ProfileCard, ProfilePart, ProfileShown, ProfileValues
from kracht.foundation.profiles.models import Profile
from kracht.foundation.profiles.rules import audiences_of

MOST = 100


def own(user: User) -> tuple[ProfileValues, PictureView | None, str]:
    """All a person filled in, the photo and the slug; empty values and "" when there is no profile yet."""
    row = Profile.objects.filter(user=user).select_related("municipality").first()
    if row is None:
        return ProfileValues(), None, ""
    texts = {name: getattr(row, name) for name in TEXTS}
    code = row.municipality.code if row.municipality else ""
    values = ProfileValues(**texts, municipality=code, audiences=row.audiences())
    return values, next(iter(media.of_owner(row.picture_key)), None), row.slug


def _shown(*, member: bool) -> QuerySet[Profile]:
    rows = Profile.objects.filter(show_name__in=audiences_of(member=member)).exclude(user__name="")
    return rows.filter(user__is_active=True, user__of_age_at__isnull=False).select_related("user", "municipality")


def by_slug(slug: str, *, member: bool) -> ProfileShown | None:
    """The profile at this address with what this reader may see."""
    row = _shown(member=member).filter(slug=slug).first()
    if row is None:
        return None
    seen = audiences_of(member=member)
    shown = {name for name, audience in row.audiences().items() if audience in seen}
    return ProfileShown(
        user_id=row.user_id,
        slug=row.slug,
        name=row.user.name,
        photo=next(iter(media.of_owner(row.picture_key)), None) if "photo" in shown else None,
        about=row.about if "about" in shown else "",
        place=_place(row) if "place" in shown else "",
        skills=row.skills if "skills" in shown else "",
        contact=row.contact if "contact" in shown else "",
        organisations="organisations" in shown,
        initiatives="initiatives" in shown,
    )


def _place(row: Profile) -> str:
    town = row.municipality.name if row.municipality else ""
    return ", ".join(part for part in (row.neighbourhood, town) if part)


def people(*, member: bool, after: str = "", limit: int = 24) -> ProfilePart:
    """A part of the people who show their name to this reader, by address. `after` is the `next` of the part before."""
    limit = max(1, min(limit, MOST))
    rows = _shown(member=member).order_by("slug")
    if after and "\x00" not in after:
        rows = rows.filter(slug__gt=after)
    found = list(rows[: limit + 1])
    cards = _cards(found[:limit], member=member)
    return ProfilePart(cards, found[limit - 1].slug if len(found) > limit else "")


def count(*, member: bool) -> int:
    """How many people show their name to this reader."""
    return _shown(member=member).count()


def of_users(ids: Iterable[int], *, field: str, member: bool) -> list[ProfileCard]:
    """Of these people those who show their name and this field ("organisations", "initiatives") to this reader."""
    wanted = {f"show_{field}__in": audiences_of(member=member)}
    rows = _shown(member=member).filter(user_id__in=list(ids)[:1000], **wanted).order_by("user__name", "slug")
    return _cards(list(rows), member=member)


def _cards(rows: list[Profile], *, member: bool) -> list[ProfileCard]:
    seen = audiences_of(member=member)
    photos: Mapping[str, PictureView] = media.first_of_owners(row.picture_key for row in rows if row.show_photo in seen)
    return [
        ProfileCard(
            user_id=row.user_id,
            slug=row.slug,
            name=row.user.name,
            place=_place(row) if row.show_place in seen else "",
            skills=row.skills if row.show_skills in seen else "",
            photo=photos.get(row.picture_key),
        )
        for row in rows
    ]
