"""What jobs and commands do to keep the register true: the word list, areas after new boundaries, totals, examples."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from procrastinate.contrib.django import app

from kracht.domains.initiatives.facts import State
from kracht.domains.initiatives.models import Initiative, InitiativePicture, Owner, Submission, Word
from kracht.domains.initiatives.operations.writing import AREA_COLUMNS, find_words
from kracht.domains.initiatives.sql import RECOUNT
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit import queries as audit_queries
from kracht.foundation.audit.facts import Actor
from kracht.foundation.media import operations as media
from kracht.foundation.places import queries as places

BATCH = 2000
LEARN_JOB = "initiatives.learn_words"
WORDS = """
  SELECT word, ndoc FROM ts_stat($$
    SELECT to_tsvector('public.fy', name || ' ' || summary || ' ' || parts) FROM initiatives_initiative
    WHERE state = 'published' ORDER BY id DESC LIMIT 200000 $$)
  WHERE length(word) BETWEEN 4 AND 60 AND word ~ '^[a-z]+$'
"""


def refresh_words() -> int:
    """Rewrite the word list for did-you-mean from the published register; returns how many words there are."""
    with transaction.atomic(), connection.cursor() as db:
        db.execute(f"CREATE TEMP TABLE fresh_words ON COMMIT DROP AS {WORDS}")  # constants of ours only
        db.execute(
            "DELETE FROM initiatives_word w WHERE NOT EXISTS (SELECT 1 FROM fresh_words f WHERE f.word = w.word)"
        )
        db.execute(
            "INSERT INTO initiatives_word (word, n) SELECT word, ndoc FROM fresh_words ON CONFLICT (word)"
            " DO UPDATE SET n = excluded.n WHERE initiatives_word.n <> excluded.n"
        )
        db.execute("DROP TABLE fresh_words")
    return Word.objects.count()


def learn_soon(*, key: int) -> None:
    """Have the worker learn the words of a published entry; part of the transaction at hand."""
    app.configure_task(LEARN_JOB).defer(key=key)


def learn_words(*, key: int) -> None:
    """Add the words of one new entry to the word list, so that it can be found with a typing error at once."""
    with connection.cursor() as db:
        db.execute(
            "INSERT INTO initiatives_word (word, n)"
            " SELECT DISTINCT lexeme, 1 FROM initiatives_initiative i,"
            " unnest(to_tsvector('public.fy', i.name || ' ' || i.summary || ' ' || i.parts))"
            " WHERE i.id = %s AND i.state = 'published' AND length(lexeme) BETWEEN 4 AND 60 AND lexeme ~ '^[a-z]+$'"
            " ON CONFLICT (word) DO NOTHING",
            [key],
        )


PLACED = ("initiatives", "areas")  # target of the audit rows that say with which boundaries entries were placed


def _boundaries_in_force() -> list[int]:
    return sorted(found.pk for found in places.active_sets().values())


def relocate_when_changed(*, by: Actor, at: datetime) -> int | None:
    """Resolve areas again when other boundaries are in force than at the last time; None when nothing changed."""
    last = audit_queries.history(PLACED, limit=1)
    if (last[0].data["boundaries"] if last else []) == _boundaries_in_force():
        return None
    return relocate(by=by, at=at)


def relocate(*, by: Actor, at: datetime) -> int:
    """Resolve again the areas of every entry with a point; returns how many moved."""
    boundaries = _boundaries_in_force()
    moved, last = 0, 0
    while True:
        rows = list(
            Initiative.objects.filter(id__gt=last, lat__isnull=False, place_kind=Initiative.PlaceKind.EXACT)
            .only("id", "lat", "lon", "name", "summary", "story", "place_name", "area_estimated", *AREA_COLUMNS)
            .order_by("id")[:BATCH]
        )
        if not rows:
            break
        last = rows[-1].id
        moved += _relocate_batch(rows)
    data = {"n": moved, "boundaries": boundaries}
    audit.record(by=by, verb="initiative.relocate", target=PLACED, at=at, data=data)
    return moved


def _relocate_batch(rows: list[Initiative]) -> int:
    found = places.resolve_many([(row.lat or 0.0, row.lon or 0.0) for row in rows])
    changed = []
    for row, place in zip(rows, found, strict=True):
        if place is None:
            continue
        new = {name: getattr(place, name) for name in AREA_COLUMNS} | {"area_estimated": place.estimated}
        if any(getattr(row, name) != value for name, value in new.items()):
            for name, value in new.items():
                setattr(row, name, value)
            changed.append(row)
    find_words(changed)
    Initiative.objects.bulk_update(changed, [*AREA_COLUMNS, "area_estimated", "parts"])
    return len(changed)


def recount() -> None:
    """Count the running totals afresh. Blocks writers while it runs."""
    with transaction.atomic(), connection.cursor() as db:
        db.execute(RECOUNT)


@transaction.atomic
def forget_unconfirmed(*, before: datetime, by: Actor, at: datetime) -> int:
    """Remove submissions whose link was never opened, with the entry and its pictures; returns how many."""
    old = Submission.objects.filter(confirmed_at__isnull=True, created_at__lt=before)
    keys = list(old.values_list("initiative_id", flat=True)[:BATCH])
    pictured = InitiativePicture.objects.filter(initiative_id__in=keys).values_list("initiative_id", flat=True)
    for key in set(pictured):
        media.remove(owner=f"initiative:{key}", by=by, at=at)
    Initiative.objects.filter(id__in=keys).delete()
    if keys:
        audit.record(
            by=by, verb="initiative.forget", target=("initiatives", "unconfirmed"), at=at, data={"n": len(keys)}
        )
    return len(keys)


@transaction.atomic
def forget_senders(*, before: datetime, by: Actor, at: datetime) -> int:
    """Remove the sender's address, and the contact details, of entries refused or withdrawn before this moment; how many.

    An entry that has an owner keeps them: its owner may put it back.
    """
    old = (
        Submission.objects.filter(decided_at__lt=before, initiative__state__in=[State.REFUSED, State.WITHDRAWN])
        .exclude(Exists(Owner.objects.filter(initiative_id=OuterRef("initiative_id"))))
        .exclude(email="")
    )
    keys = list(old.values_list("initiative_id", flat=True)[:BATCH])
    if not keys:
        return 0
    audit.record(
        by=by, verb="initiative.senders_forgotten", target=("initiatives", "senders"), at=at, data={"n": len(keys)}
    )
    Submission.objects.filter(initiative_id__in=keys).update(email="")
    rows = Initiative.objects.filter(pk__in=keys)
    rows.update(contact_name="", contact_email="", contact_phone="", contact_public=False)
    return len(keys)
