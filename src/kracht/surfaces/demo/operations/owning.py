"""Life around ownership: owners, proposals, a claim at the desk, versions, and an entry that nobody confirmed for long.

Loading twice changes nothing.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from kracht.domains.initiatives.facts import Evidence, InitiativeValues, NeedValues
from kracht.domains.initiatives.operations import claiming, owning, proposing
from kracht.domains.initiatives.queries import cards, entry, returning
from kracht.domains.initiatives.queries.cards import Card
from kracht.foundation.accounts.queries import User, by_email
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit import queries as trail
from kracht.foundation.audit.facts import Actor
from kracht.surfaces.demo.examples import SOURCE

WANTED = 6
DONE = ("demo", "owning")
CAST = ("alice@voorbeeld.example", "bob@voorbeeld.example")
WORDS = (
    "Ik woon in de straat en zet elke dinsdag de koffie klaar. De oprichter is verhuisd en heeft mij gevraagd het over te"
    " nemen, maar heeft nooit een account gemaakt."
)


def load(*, by: Actor, at: datetime) -> int:
    """Give the cast entries of the generated set to look after; returns how many. Needs the cast and the set."""
    people = [by_email(address) for address in CAST]
    rows = _entries()
    if trail.history(DONE, limit=1) or len(rows) < WANTED or None in people:
        return 0
    alice, bob = people
    if alice is None or bob is None:
        return 0
    _own(rows, alice, bob, by=by, at=at)
    _versions(rows[0], alice, at=at)
    _propose(rows, alice, bob, at=at)
    _stale(rows[3], alice, at=at)
    claiming.claim(
        key=rows[5].id, evidence=Evidence.WORD, words=WORDS, verified="", organisation_id=None, by=bob,
        at=at - timedelta(days=2),
    )  # fmt: skip
    audit.record(by=by, verb="demo.loaded", target=DONE, at=at, data={"n": WANTED})
    return WANTED


def _entries() -> list[Card]:
    """Examples that run, with a picture first: the ones that look best."""
    keys = sorted(entry.keys_of_source(SOURCE).values())[:200]
    found = [one for one in cards.by_ids(keys) if one.stage == "running" and one.language == "nl"]
    return sorted(found, key=lambda one: (one.cover_id is None, one.id))[:WANTED]


@transaction.atomic
def _own(rows: Sequence[Card], alice: User, bob: User, *, by: Actor, at: datetime) -> None:
    for place, card in enumerate(rows[:5]):
        row = owning.locked(card.id)
        since = at - timedelta(days=400 - 60 * place)
        owning.become_owner(row, user=alice, organisation_id=None, evidence=Evidence.SENDER, by=by, at=since)
        if place < 2:
            owning.become_owner(row, user=bob, organisation_id=None, evidence=Evidence.OWNER, by=by, at=since)


def _values(key: int, user: User, at: datetime) -> InitiativeValues:
    found = returning.own(key, user=user, on=at.date())
    if found is None:
        raise ValueError("only of an entry that this person owns")
    return found.values


def _versions(card: Card, alice: User, *, at: datetime) -> None:
    """Three changes by the owner, spread over the time since it was confirmed."""
    steps: tuple[dict[str, object], ...] = (
        {"opening_times": "Dinsdag en zaterdag van 10 tot 12 uur."},
        {"people": 24, "needs": (NeedValues("hands", "Wie zet er in het voorjaar de stoelen mee buiten?"),)},
        {"opening_times": "Dinsdag en zaterdag van 10 tot 13 uur, in de winter tot 12 uur.", "people": 31},
    )
    for place, step in enumerate(steps):
        when = card.fresh_at + (at - card.fresh_at) * (place + 1) / (len(steps) + 1)
        values = replace(_values(card.id, alice, at), **step)  # type: ignore[arg-type] # fields of the dataclass
        owning.change(key=card.id, values=values, by=alice, at=when)


def _propose(rows: Sequence[Card], alice: User, bob: User, *, at: datetime) -> None:
    """Two open proposals, one of which no longer fits in part."""
    for place, card in enumerate((rows[2], rows[4])):
        base = returning.base(card.id)
        if base is None:
            continue
        values = replace(
            base.values,
            summary=base.values.summary.rstrip(".") + ", ook op zondag.",
            opening_times="Ook op zondagmiddag, van 14 tot 16 uur.",
            volunteer_hours=(base.values.volunteer_hours or 20) + 12,
        )
        proposing.propose(
            key=card.id, values=values, seen=base.seen, why="Ik kom er elke week; sinds de zomer zijn ze langer open.",
            user=bob, email="", language="nl", once_key=f"demo-proposal-{place}-{'x' * 20}",
            at=at - timedelta(days=3 + place),
        )  # fmt: skip
    meanwhile = replace(_values(rows[4].id, alice, at), opening_times="Iedere werkdag van 9 tot 12 uur.")
    owning.change(key=rows[4].id, values=meanwhile, by=alice, at=at - timedelta(days=1))


def _stale(card: Card, alice: User, *, at: datetime) -> None:
    """One that was confirmed long ago."""
    owning.still_right(key=card.id, by=alice, at=at - timedelta(days=410))
