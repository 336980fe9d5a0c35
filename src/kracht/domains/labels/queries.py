"""Reading criteria and checks. A check is only had by its owner, by a reviewer, or in the public part of its history."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import get_language

from kracht.domains.initiatives.queries import entry as entries
from kracht.domains.initiatives.queries import owning
from kracht.domains.labels.facts import OPEN, Case, Conflict, CriterionFact, Event, Found, SetFact, Shown, State
from kracht.domains.labels.models import CriteriaSet, Document, Review
from kracht.foundation.access.facts import Role, Scope
from kracht.foundation.access.queries import has_role, holders, roles_of
from kracht.foundation.accounts.queries import User, active_by_ids
from kracht.foundation.audit.queries import history as trail
from kracht.foundation.organisations import queries as organisations

MOST = 100
PUBLIC = ("given", "withdrawn", "restored", "expired")
QUEUES = ("waiting", "mine", "given", "closed")
AREAS = tuple(f"initiative__{level}__code" for level in ("province", "municipality", "district", "neighbourhood"))


def criteria_sets() -> list[SetFact]:
    """All published versions, the newest first."""
    rows = CriteriaSet.objects.prefetch_related("criteria").order_by("-version")
    return [_set(row) for row in rows]


def newest_set() -> SetFact | None:
    """The version that new checks begin with."""
    row = CriteriaSet.objects.prefetch_related("criteria").order_by("-version").first()
    return _set(row) if row else None


def _set(row: CriteriaSet) -> SetFact:
    en = get_language() == "en"
    return SetFact(
        row.pk,
        row.version,
        row.published_on,
        tuple(
            CriterionFact(
                one.pk,
                one.position,
                one.name_en if en else one.name_nl,
                one.text_en if en else one.text_nl,
                one.ask_en if en else one.ask_nl,
                one.may_skip,
            )
            for one in row.criteria.all()
        ),
    )


def looks_after(user: User, key: int, *, on: date) -> bool:
    """Whether this person may speak for the entry: an owner, or who sent it in while nobody owns it."""
    if owning.owns(user, key, on=on):
        return True
    return not owning.has_owner(key) and owning.is_sender(key, user.email)


def people_of(review: Case, *, on: date) -> list[User]:
    """Who hears of a check: who asked for it, and who looks after the entry."""
    asked = active_by_ids([review.asked_by]) if review.asked_by else []
    found = {one.pk: one for one in [*asked, *owning.people_of(review.initiative_id, on=on)]}
    return list(found.values())


def reviews(user: User, number: int, *, on: date) -> bool:
    """Whether this person is a reviewer of this check: everywhere, or in an area where its entry lies."""
    return has_role(user, Role.REVIEWER, on=on, areas=_areas(number))


def reviewers_of(number: int, *, on: date) -> list[User]:
    """All who may be asked to do this check."""
    return holders(Role.REVIEWER, on=on, areas=_areas(number))


def _areas(number: int) -> list[str]:
    """Codes of the areas in which the entry of a check lies."""
    codes = Review.objects.filter(pk=number).values_list(*AREAS).first() if 0 < number < 2**62 else None
    return [code for code in codes or () if code]


def _reach(user: User, on: date) -> Q:
    """The checks within the areas of a reviewer."""
    held = [one for one in roles_of(user, on=on) if one.role == Role.REVIEWER]
    if any(one.scope == Scope.WHOLE for one in held):
        return Q()
    codes = [one.scope_key for one in held]
    reach = Q(pk__in=[])
    for name in AREAS:
        reach |= Q(**{f"{name}__in": codes})
    return reach


def conflict(user: User, review: Case, *, on: date) -> Conflict:
    """What interest this person has in the outcome."""
    mine = {one.organisation_id for one in organisations.memberships_of(user, on)}
    return Conflict(
        owner=review.asked_by == user.pk or looks_after(user, review.initiative_id, on=on),
        organisation=bool(mine & _organisations(review, on)),
        first=review.round == 2 and review.first_reviewer == user.pk,
    )


def _organisations(review: Case, on: date) -> set[int]:
    """Organisations that take part in the entry or own it, and those of the people behind it."""
    found = {party.organisation_id for one in entries.by_ids([review.initiative_id]) for party in one.parties} | {
        one.organisation_id for one in owning.keepers(review.initiative_id)
    }
    for person in people_of(review, on=on):
        found |= {one.organisation_id for one in organisations.memberships_of(person, on)}
    return {key for key in found if key}


def case(number: int) -> Case | None:
    """A check by number. The caller has seen that the reader is its owner or a reviewer."""
    row = Review.objects.filter(pk=number).first() if 0 < number < 2**62 else None
    return as_case(row) if row else None


def latest(initiative_id: int) -> Case | None:
    """The newest check of an entry, for who looks after it."""
    row = Review.objects.filter(initiative_id=initiative_id).order_by("-id").first()
    return as_case(row) if row else None


def as_case(row: Review) -> Case:
    """A row with everything in it."""
    findings = list(row.findings.order_by("criterion__position"))
    whole = CriteriaSet.objects.prefetch_related("criteria").get(pk=row.criteria_set_id)
    return Case(
        number=row.pk,
        initiative_id=row.initiative_id,
        criteria=_set(whole),
        state=row.state,
        round=row.round,
        asked_by=row.asked_by_id,
        reviewer=row.reviewer_id,
        first_reviewer=row.first_reviewer_id,
        evidence=tuple(
            Shown(
                one.criterion_id, one.text, one.link, one.document_id, one.document.name if one.document else ""
            )
            for one in row.evidence.select_related("document").defer("document__data")
        ),
        findings=tuple(Found(one.criterion_id, one.verdict, one.reason) for one in findings if one.round == row.round),
        earlier=tuple(Found(one.criterion_id, one.verdict, one.reason) for one in findings if one.round < row.round),
        reason=row.reason,
        appeal=row.appeal,
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        ended_at=row.ended_at,
        valid_until=row.valid_until,
        updated_at=row.updated_at,
        appealed=row.appealed_at is not None,
    )  # fmt: skip


def has_open(initiative_id: int) -> bool:
    """Whether a check of this entry runs."""
    return Review.objects.filter(initiative_id=initiative_id, state__in=OPEN).exists()


def given_until(initiative_id: int) -> date | None:
    """The last day of the label that the entry bears, or None."""
    rows = Review.objects.filter(initiative_id=initiative_id, state=State.GIVEN)
    found: date | None = rows.values_list("valid_until", flat=True).first()
    return found


def queue(name: str, user: User, *, on: date) -> list[Case]:
    """A queue of the reviewers' desk: what waits (oldest first), what this reviewer has, what bears the label, the rest.

    Only what lies where the reviewer has the role.
    """
    rows = Review.objects.exclude(state=State.DRAFT).filter(_reach(user, on))
    if name == "waiting":
        rows = rows.filter(state=State.ASKED).order_by("asked_at", "id")
    elif name == "mine":
        rows = rows.filter(state=State.REVIEWING, reviewer=user).order_by("asked_at", "id")
    elif name == "given":
        rows = rows.filter(state=State.GIVEN).order_by("valid_until", "id")
    else:
        closed = [State.REFUSED, State.WITHDRAWN, State.EXPIRED, State.RETRACTED]
        rows = rows.filter(state__in=closed).order_by("-updated_at", "-id")
    return [as_case(row) for row in rows[:MOST]]


def document(number: int) -> tuple[Case, str, bytes] | None:
    """A document with its check. The caller sees to it that only the owner and reviewers get it."""
    row = Document.objects.select_related("review").filter(pk=number).first() if 0 < number < 2**62 else None
    return (as_case(row.review), row.name, bytes(row.data)) if row else None


def public_history(initiative_id: int) -> list[Event]:
    """What anyone may know of the label of an entry, newest first. That a label was not given is between the two."""
    rows = {
        str(row.pk): row for row in Review.objects.select_related("criteria_set").filter(initiative_id=initiative_id)
    }
    events = [event for key, row in rows.items() for event in _events(key, row)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _events(key: str, row: Review) -> Iterable[Event]:
    for act in trail((Review._meta.label_lower, key)):
        what = act.verb.removeprefix("label.")
        if what in PUBLIC:
            until = date.fromisoformat(act.data["until"]) if act.data.get("until") else None
            # a withdrawal that an appeal undid keeps its line; its reason was found wrong and is no longer told
            reason = str(act.data.get("reason", row.reason)) if what == "withdrawn" and row.state != State.GIVEN else ""
            yield Event(what, act.at, act.actor_key, reason, until, row.criteria_set.version)
