"""Is this it? Entries that look like the one being typed: by name, distance, website and contact."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from kracht.domains.initiatives.facts import State
from kracht.domains.initiatives.models import Initiative
from kracht.kernel import geo, text

LEAST_SIMILAR = 0.45
NEAR_METRES = 1500.0
VISIBLE = (State.PUBLISHED.value, State.WAITING.value, State.ASKED.value)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A likely duplicate with the reasons: name, near, website, contact. Waiting entries have no public page yet."""

    id: int
    slug: str
    name: str
    place_name: str
    published: bool
    reasons: tuple[str, ...]
    score: float


def site_of(url: str) -> str:
    """Return the host of a website without www, in lower case; empty when there is none."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.")


def likely(
    *,
    name: str,
    lat: float | None = None,
    lon: float | None = None,
    website: str = "",
    email: str = "",
    but: int | None = None,
    private: bool = False,
    size: int = 5,
) -> list[Likeness]:
    """Return the entries most like this one, best first. An exact contact address is compared, never shown.

    `but` is the entry itself, when it has been sent in already. `private` (the desk) compares addresses that are not
    public too; for others that would tell whose they are.
    """
    norm, site, email = text.norm(name), site_of(website), email.strip().lower()
    wanted = Q(pk__in=[])
    if len(norm) >= 4:
        wanted |= Q(norm__trigram_similar=norm)
    if site:
        wanted |= Q(website__icontains=f"//{site}") | Q(website__icontains=f"//www.{site}")
    if email:
        wanted |= Q(contact_email__iexact=email, contact_public__in=[True, not private])
    rows = (
        Initiative.objects.filter(wanted, state__in=VISIBLE)
        .exclude(pk=but or 0)
        .annotate(alike=TrigramSimilarity("norm", norm))
    )
    found = [
        _judge(
            row,
            site=site,
            email=email,
            private=private,
            point=(lat, lon) if lat is not None and lon is not None else None,
        )
        for row in rows.order_by("-alike", "id")[:50]
    ]
    return sorted((one for one in found if one), key=lambda one: (-one.score, one.id))[:size]


def _judge(
    row: Initiative, *, site: str, email: str, private: bool, point: tuple[float, float] | None
) -> Likeness | None:
    """Weigh the reasons: a name alone must be nearly the same, a name nearby may differ more."""
    alike = getattr(row, "alike", 0.0)
    reasons = []
    near = False
    if point and row.lat is not None and row.lon is not None:
        near = geo.haversine(point[0], point[1], row.lat, row.lon) <= NEAR_METRES
    if alike >= (LEAST_SIMILAR if near else 0.6):
        reasons.append("name")
    if site and site_of(row.website) == site:
        reasons.append("website")
    if email and row.contact_email.lower() == email and (private or row.contact_public):
        reasons.append("contact")
    if not reasons:
        return None
    if near:
        reasons.append("near")
    return Likeness(
        id=row.id,
        slug=row.slug,
        name=row.name,
        place_name=row.place_name,
        published=row.state == State.PUBLISHED,
        reasons=tuple(reasons),
        score=alike + 0.5 * ("website" in reasons) + 0.5 * ("contact" in reasons) + 0.4 * near,
    )
