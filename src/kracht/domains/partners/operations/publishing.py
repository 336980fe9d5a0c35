"""Records of partners into the register, without a moderator: put, patched, removed; each with what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import Put, State, Verdict
from kracht.domains.initiatives.operations import drafting, sourcing
from kracht.domains.initiatives.queries import fed, given
from kracht.domains.partners import rules
from kracht.domains.partners.facts import PartnerFact
from kracht.domains.partners.models import Tag, Trouble
from kracht.domains.partners.operations import tags
from kracht.domains.partners.rules import records as forms
from kracht.domains.partners.rules.records import Item, Problem
from kracht.foundation.audit.facts import Actor

NOTHING: tuple[object, ...] = ("", None, [], {}, False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record. `kept` are fields that stayed as they are, because somebody else keeps them."""

    key: str
    verdict: str
    initiative_id: int | None = None
    slug: str = ""
    problems: tuple[Problem, ...] = ()
    kept: tuple[str, ...] = ()


@transaction.atomic
def put_many(*, partner: PartnerFact, items: Sequence[Item], whole: bool, by: Actor, at: datetime) -> list[Outcome]:
    """Write records of a partner and return what became of each, in their order; a wrong one stops no other.

    `whole`: a field that is not named is emptied (PUT), else it stays (PATCH). What a partner fills in is its own:
    others propose. The same records again change nothing.
    """
    rules.check_is_active(partner.state)
    _announce(partner.source)
    sourcing.wait_for(partner.source)
    standing = fed.standings(partner.source, [item.key for item in items])
    known = _tag_names(items)
    checked = [_checked(item, standing.get(item.key), known, partner) for item in items]
    groups: dict[tuple[frozenset[str], State], list[int]] = {}
    for place, item in enumerate(checked):
        if not item.problems:
            groups.setdefault(_group(item, standing.get(item.key)), []).append(place)
    found: dict[int, Put] = {}
    for (owned, state), places in groups.items():
        sender = sourcing.Sender(partner.source, partner.organisation_id, partner.licence, owned, state)
        records = [forms.completed(checked[place], given.EMPTY).record if whole else checked[place].record
                   for place in places]  # fmt: skip
        done = sourcing.put_many(records=records, sender=sender, by=by, at=at)
        found.update(zip(places, done, strict=True))
    outcomes = [_outcome(item, found.get(place)) for place, item in enumerate(checked)]
    _publish(partner, checked, outcomes, standing, by=by, at=at)
    _tag(partner, checked, outcomes, by=by, at=at)
    _remember(partner.id, outcomes, at)
    return outcomes


def _announce(source: str) -> None:
    """Say, for this transaction, who writes: the feed spares it the echo."""
    with connection.cursor() as db:
        db.execute("SELECT set_config('kracht.partner', %s, true)", [source])


def _tag_names(items: Iterable[Item]) -> frozenset[str]:
    wanted = {name for item in items for name in item.tags or ()}
    return frozenset(Tag.objects.filter(name__in=wanted).values_list("name", flat=True)) if wanted else frozenset()


def _checked(item: Item, standing: fed.Standing | None, known: frozenset[str], partner: PartnerFact) -> Item:
    """Return the item with what else is wrong with it."""
    problems = list(item.problems)
    for place, name in enumerate(item.tags or ()):
        if name not in known and not any(pointer == f"/tags/{place}" for pointer, _said in problems):
            problems.append((f"/tags/{place}", _("There is no tag %(name)s.") % {"name": name}))
    if item.draft and standing is not None and standing.state != State.DRAFT:
        problems.append(("/draft", _("What was published cannot become a draft again. Delete it instead.")))
    return Item(item.record, item.tags, item.draft, tuple(problems)) if problems else item


def _group(item: Item, standing: fed.Standing | None) -> tuple[frozenset[str], State]:
    """What the partner owns of a record: what it fills in, and what it filled in before and does not empty now."""
    said = item.record.values
    filled = {name for name, value in said.items() if value not in NOTHING}
    before = {name for name in standing.owned if name not in said} if standing else set()
    return frozenset(filled | before), State.DRAFT if item.draft else State.PUBLISHED


def _outcome(item: Item, put: Put | None) -> Outcome:
    if put is None:
        return Outcome(item.key, Verdict.REFUSED.value, problems=item.problems)
    problems = tuple((forms.POINTERS.get(one.field, f"/{one.field}"), one.sentence) for one in put.problems)
    kept = tuple(forms.NAMES.get(one.field, one.field) for one in put.conflicts)
    return Outcome(item.key, put.verdict.value, put.initiative_id, put.slug, problems, kept)


def _publish(
    partner: PartnerFact,
    items: Sequence[Item],
    outcomes: Sequence[Outcome],
    standing: dict[str, fed.Standing],
    *,
    by: Actor,
    at: datetime,
) -> None:
    keys = [
        one.key
        for item, one in zip(items, outcomes, strict=True)
        if item.draft is False and one.initiative_id and item.key in standing
        and standing[item.key].state == State.DRAFT
    ]  # fmt: skip
    if keys:
        drafting.publish_drafts(source=partner.source, keys=keys, by=by, at=at)


def _tag(partner: PartnerFact, items: Sequence[Item], outcomes: Sequence[Outcome], *, by: Actor, at: datetime) -> None:
    own: dict[int, list[str]] = {}
    mine = f"{partner.namespace}:"
    for item, one in zip(items, outcomes, strict=True):
        if item.tags is None or one.initiative_id is None or one.problems:
            continue
        own[one.initiative_id] = [name for name in item.tags if name.startswith(mine)]
        for name in item.tags:
            if not name.startswith(mine):
                tags.ask_quietly(name=name, initiative_id=one.initiative_id, by=by, at=at, partner_id=partner.id)
    if own:
        tags.set_own(partner_id=partner.id, wanted=own, by=by, at=at)


def _remember(partner_id: int, outcomes: Sequence[Outcome], at: datetime) -> None:
    """Keep what could not be taken, for the desk; forget what could."""
    fine, wrong = [], []
    for one in outcomes:
        if not one.key or len(one.key) > 200 or "\x00" in one.key:
            continue
        sentences = [*one.problems, *((name, _("Somebody else keeps this field.")) for name in one.kept)]
        if sentences:
            wrong.append(
                Trouble(partner_id=partner_id, source_key=one.key, errors=[list(pair) for pair in sentences], at=at)
            )
        else:
            fine.append(one.key)
    Trouble.objects.filter(partner_id=partner_id, source_key__in=fine).delete()
    Trouble.objects.bulk_create(
        {row.source_key: row for row in wrong}.values(), update_conflicts=True,
        unique_fields=["partner", "source_key"], update_fields=["errors", "at"],
    )  # fmt: skip


@transaction.atomic
def remove(*, partner: PartnerFact, keys: Sequence[str], by: Actor, at: datetime) -> list[Outcome]:
    """Take records out of the register; each leaves a tombstone. One that another source feeds too stays."""
    rules.check_is_active(partner.state)
    _announce(partner.source)
    done = sourcing.remove_many(keys=keys, source=partner.source, by=by, at=at)
    Trouble.objects.filter(partner_id=partner.id, source_key__in=keys).delete()
    return [Outcome(one.key, one.verdict.value, one.initiative_id, one.slug) for one in done]
