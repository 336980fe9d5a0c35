"""Proposals: what others would change, made, confirmed, and taken over in parts by an owner or a moderator."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.facts import InitiativeValues, ProposalState
from kracht.domains.initiatives.models import Initiative, Proposal, Version
from kracht.domains.initiatives.operations.owning import locked, refresh, write
from kracht.domains.initiatives.queries import documents, owning, returning
from kracht.domains.initiatives.queries.proposing import compare
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import VISITOR, Actor
from kracht.foundation.media import operations as media
from kracht.foundation.media.queries import pictures


@dataclass(frozen=True, slots=True)
class Made:
    """A proposal that was taken in; `token` confirms that of a visitor, and is empty for a repeat."""

    number: int
    initiative_id: int
    name: str
    token: str
    open: bool
    repeated: bool


def propose(
    *,
    key: int,
    values: InitiativeValues,
    seen: int,
    why: str,
    user: User | None,
    email: str,
    language: str,
    once_key: str,
    at: datetime,
) -> Made:
    """Keep what somebody would change. `seen` is the newest version when the form was opened (0: none was kept yet).

    Of a person who is signed in it is open at once; a visitor confirms by mail. The same `once_key` twice is one.
    Raises ValidationError when nothing differs.
    """
    token = secrets.token_urlsafe(32)
    for _attempt in range(2):
        earlier = Proposal.objects.filter(once_key=once_key).select_related("initiative").first()
        if earlier is not None:
            is_open = earlier.state != ProposalState.DRAFT
            return Made(earlier.pk, earlier.initiative_id, earlier.initiative.name, "", is_open, repeated=True)
        try:
            with transaction.atomic():
                row = locked(key)
                rules.check_is_open(row.state)
                made = _keep(row, values, seen, why=why, user=user, email=email, language=language, token=token,
                             once_key=once_key, at=at)  # fmt: skip
            return Made(made.pk, key, row.name, token, user is not None, repeated=False)
        except IntegrityError:  # the same form in two tabs: look again
            continue
    raise ValidationError(_("This form was sent already. Reload the page to send another."))


def _keep(
    row: Initiative, values: InitiativeValues, seen: int, *, user: User | None, email: str, at: datetime, **given: str
) -> Proposal:
    now = documents.present(row.pk)
    before = _as_seen(row.pk, seen) or now
    after = documents.of_values(values)
    recipe = before["recipe"]
    if after["recipe"] is None and recipe and not Initiative.objects.published().filter(pk=recipe).exists():
        after["recipe"] = recipe  # the form does not show what is not public
    changed = [
        name for name in documents.differing(before, after) if not documents.is_same(name, now[name], after[name])
    ]
    if not changed:
        raise ValidationError(_("You have not changed anything yet. Change what is not right and send it again."))
    made = Proposal.objects.create(
        initiative=row,
        user=user,
        email="" if user else email.strip().lower(),
        language=given["language"],
        why=given["why"][:1000],
        token_hash=rules.token_hash(given["token"]),
        once_key=given["once_key"],
        state=ProposalState.OPEN if user else ProposalState.DRAFT,
        changes={name: {"from": before[name], "to": after[name]} for name in changed},
        pictures=[key for key in values.pictures if key not in before["pictures"]] if "pictures" in changed else [],
        created_at=at,
    )
    by: Actor = user or VISITOR
    media.use(ids=made.pictures, owner=f"proposal:{made.pk}", by=by, at=at)
    audit.record(by=by, verb="initiative.proposed", target=row, at=at, data={"proposal": made.pk, "fields": changed})
    return made


def _as_seen(key: int, seen: int) -> documents.Document | None:
    """What the entry said when the form was opened; None when that is what it says now."""
    newest = Version.objects.filter(initiative_id=key).order_by("-number").first()
    if newest is None or newest.number == seen:
        return None
    found = Version.objects.filter(initiative_id=key, number=max(1, seen)).first()
    return found.document if found else None


@transaction.atomic
def confirm(*, token: str, at: datetime) -> Proposal:
    """Accept the link in the mail: the proposal goes to the owners, or to the moderators. Again changes nothing."""
    found = Proposal.objects.select_for_update().filter(token_hash=rules.token_hash(token)).first()
    if found is None or (
        found.state == ProposalState.DRAFT and at - found.created_at > timedelta(days=rules.LINK_DAYS)
    ):
        raise ValidationError(_("This link does not work (any more)."))
    if found.state == ProposalState.DRAFT:
        found.state = ProposalState.OPEN
        found.save(update_fields=["state"])
        target = ("initiatives.proposal", str(found.pk))
        audit.record(by=VISITOR, verb="initiative.proposal_confirmed", target=target, at=at)
    return found


@dataclass(frozen=True, slots=True)
class Decided:
    """A decided proposal, for the mail to who made it: which fields were taken over, which not, and the words."""

    to: User | str
    language: str
    initiative_id: int
    name: str
    slug: str
    taken: tuple[str, ...]
    left: tuple[str, ...]
    reason: str


@transaction.atomic
def decide(*, number: int, take: Collection[str], reason: str, by: User, moderator: bool, at: datetime) -> Decided:
    """Take over these fields of a proposal, and no others; taking none is refusing, and needs a reason.

    What the entry says now is overwritten in these fields only, also where it changed since the proposal was made: who
    decides has seen both. Raises ValidationError when somebody else was first.
    """
    key = Proposal.objects.filter(pk=number).values_list("initiative_id", flat=True).first()
    row = locked(key or 0)
    found = Proposal.objects.select_for_update(of=("self",)).select_related("user").get(pk=number)
    owner = owning.owns(by, row.pk, on=at.date())
    rules.check_can_answer(owner=owner, moderator=moderator)
    if found.state != ProposalState.OPEN:
        raise ValidationError(_("Somebody else has already answered this."))
    fields = [one.field for one in compare(found.changes, documents.present(row.pk))]
    taken = [field for field in fields if field in take]
    found.reason = reason.strip()[:2000] if taken else rules.check_reason(reason)
    if taken:
        _take(row, found, taken, owner=owner, by=by, at=at)
    found.state, found.taken, found.decided_at = (
        (ProposalState.TAKEN if taken else ProposalState.REFUSED), taken, at,
    )  # fmt: skip
    found.save(update_fields=["state", "taken", "reason", "decided_at"])
    media.remove(owner=f"proposal:{found.pk}", by=by, at=at)
    if not taken:
        audit.record(by=by, verb="initiative.proposal_refused", target=row, at=at, data={"proposal": number})
    left = tuple(field for field in fields if field not in taken)
    return Decided(
        found.user or found.email, found.user.language if found.user else found.language, row.pk, row.name, row.slug,
        tuple(taken), left, found.reason,
    )  # fmt: skip


def _take(row: Initiative, found: Proposal, taken: list[str], *, owner: bool, by: User, at: datetime) -> None:
    if "pictures" in taken and found.pictures:
        media.use(ids=[], owner=f"proposal:{found.pk}", by=by, at=at)  # loose, for the entry to take
    wanted = {name: found.changes[name]["to"] for name in taken}
    if "pictures" in wanted:
        wanted["pictures"] = media_still_there(wanted["pictures"])
    if owner:
        refresh(row, at)
    values = documents.with_fields(returning.values_of(row), wanted)
    write(row, values, by=by, verb="initiative.took", at=at, proposal=found.pk, fields=taken)


def media_still_there(numbers: Collection[int]) -> list[int]:
    """Return those pictures that were not cleared away since, in their order."""
    here = pictures(numbers)
    return [number for number in numbers if number in here]


@transaction.atomic
def take_back(*, number: int, by: User, at: datetime) -> None:
    """Take one's own proposal back, as long as it is open."""
    found = Proposal.objects.select_for_update().filter(pk=number, user=by, state=ProposalState.OPEN)
    if found.update(state=ProposalState.WITHDRAWN, decided_at=at):
        media.remove(owner=f"proposal:{number}", by=by, at=at)
        audit.record(by=by, verb="initiative.proposal_back", target=("initiatives.proposal", str(number)), at=at)


@transaction.atomic
def forget_old(*, by: Actor, at: datetime) -> int:
    """Remove proposals that nobody confirmed, and the addresses of visitors whose proposal was answered long ago."""
    old = Proposal.objects.filter(state=ProposalState.DRAFT, created_at__lt=at - timedelta(days=rules.LINK_DAYS + 1))
    numbers = list(old.values_list("pk", flat=True)[:1000])
    for number in numbers:
        media.remove(owner=f"proposal:{number}", by=by, at=at)
    Proposal.objects.filter(pk__in=numbers).delete()
    answered = Proposal.objects.filter(decided_at__lt=at - timedelta(days=rules.SENDER_DAYS)).exclude(email="")
    cleared = answered.update(email="")
    if numbers or cleared:
        data = {"n": len(numbers), "addresses": cleared}
        audit.record(
            by=by, verb="initiative.proposals_forgotten", target=("initiatives", "proposals"), at=at, data=data
        )
    return len(numbers) + cleared
