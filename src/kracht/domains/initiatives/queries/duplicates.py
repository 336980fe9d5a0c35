"""Is this it? Entries that look like the one being typed: by name, distance, website and contact."""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
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


@dataclass(frozen=True, slots=True)
class Suspect:
    """A record that is not in the register (yet). `number` is the caller's own."""

    number: int
    name: str
    website: str = ""
    email: str = ""
    lat: float | None = None
    lon: float | None = None


# Finds by equal name, website or contact, and by likeness of the name nearby: each by one pass or an index, so that
# thousands of records cost about as much as one. A site that many share says nothing.
MANY = """
WITH b AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(%(suspects)s::jsonb)
    AS b(number int, norm text, site text, email text, lat float8, lon float8, mp point, metres float8)
), hit AS (
  SELECT b.number, i.id FROM b JOIN initiatives_initiative i ON i.norm = b.norm WHERE length(b.norm) >= 4
  UNION
  SELECT b.number, i.id FROM b JOIN initiatives_initiative i
    ON b.site <> '' AND lower(substring(i.website from '^https?://(?:www\\.)?([^/:?#]+)')) = b.site
  UNION
  SELECT b.number, i.id FROM b JOIN initiatives_initiative i
    ON b.email <> '' AND upper(i.contact_email) = upper(b.email)
  UNION
  SELECT b.number, n.id FROM b CROSS JOIN LATERAL (
    SELECT i.id FROM initiatives_initiative i
    WHERE i.state = 'published' AND i.mp <@ circle(b.mp, b.metres) AND similarity(i.norm, b.norm) >= %(least)s
    LIMIT 5
  ) AS n WHERE b.mp IS NOT NULL
)
SELECT b.number, i.id, similarity(i.norm, b.norm) FROM hit JOIN b USING (number)
JOIN initiatives_initiative i USING (id) WHERE i.state = ANY(%(states)s) AND NOT i.id = ANY(%(but)s)
ORDER BY b.number, 3 DESC, i.id
"""
SHARED_SITES = ("facebook.com", "instagram.com", "linkedin.com", "twitter.com", "x.com", "youtube.com", "meetup.com")
MOST_OF_ONE_SITE = 5


def likely_many(suspects: Sequence[Suspect], *, but: Collection[int] = (), size: int = 3) -> dict[int, list[Likeness]]:
    """Return for each suspect the entries most like it, best first; those without any are left out.

    For the desk and for imports: compares addresses that are not public too. `but` are entries that cannot be it.
    """
    by_number = {one.number: one for one in suspects}
    with connection.cursor() as db:
        db.execute(
            MANY,
            {
                "suspects": json.dumps([_as_row(one) for one in suspects]),
                "least": LEAST_SIMILAR,
                "states": list(VISIBLE),
                "but": list(but),
            },
        )
        hits = [(int(number), int(key), float(alike)) for number, key, alike in db.fetchall()]
    rows = Initiative.objects.defer("search", "story", "parts").in_bulk({key for _number, key, _alike in hits})
    found: dict[int, list[Likeness]] = {}
    sites = Counter((number, site_of(rows[key].website)) for number, key, _alike in hits if key in rows)
    for number, key, alike in hits:
        one, row = by_number[number], rows.get(key)
        if row is None:
            continue
        row.alike = alike  # type: ignore[attr-defined] # as the query of one annotates it
        site = site_of(one.website)
        common = site in SHARED_SITES or sites[number, site] > MOST_OF_ONE_SITE
        point = (one.lat, one.lon) if one.lat is not None and one.lon is not None else None
        judged = _judge(row, site="" if common else site, email=one.email.lower(), private=True, point=point)
        if judged:
            found.setdefault(number, []).append(judged)
    return {number: sorted(listed, key=lambda x: (-x.score, x.id))[:size] for number, listed in found.items()}


def _as_row(one: Suspect) -> dict[str, object]:
    row: dict[str, object] = {"number": one.number, "norm": text.norm(one.name), "email": one.email.strip()}
    site = site_of(one.website)
    row["site"] = "" if site in SHARED_SITES else site
    if one.lat is not None and one.lon is not None:
        x, y = geo.mercator(one.lat, one.lon)
        row |= {"mp": f"({x},{y})", "metres": geo.mercator_metres(one.lat, NEAR_METRES)}
    return row
