"""What happens around ownership: the change in the register and the mail about it, in one transaction."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction

from kracht.domains.initiatives.facts import ClaimState, InitiativeValues, InvitationKind
from kracht.domains.initiatives.operations import claiming, proposing, reminding
from kracht.domains.initiatives.operations import owning as keeping
from kracht.domains.initiatives.operations.claiming import Claimed
from kracht.domains.initiatives.operations.proposing import Decided, Made
from kracht.domains.initiatives.queries import owning
from kracht.domains.initiatives.rules import ANSWER_DAYS, CODE_HOURS, INVITATION_DAYS, LINK_DAYS
from kracht.foundation.access.facts import Role
from kracht.foundation.access.queries import holders
from kracht.foundation.accounts import queries as accounts
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit.facts import VISITOR, Actor, Program
from kracht.foundation.media import operations as media
from kracht.foundation.notify import operations as notify
from kracht.kernel import clock
from kracht.surfaces.backoffice.operations import Captions, page
from kracht.surfaces.backoffice.pages.differences import labels
from kracht.surfaces.backoffice.queries import verified_address

REMINDER = Program("backoffice.remind")


def _tell(
    to: User | str, kind: str, *, at: datetime, language: str = "", once_key: str = "", **context: object
) -> None:
    notify.tell(to=to, kind=f"backoffice/{kind}", at=at, language=language, once_key=once_key, context=context)


def _owners(key: int, at: datetime, besides: int = 0) -> list[User]:
    return [one for one in owning.people_of(key, on=_day(at)) if one.pk != besides]


def _day(at: datetime) -> date:
    return at.astimezone(clock.AMSTERDAM).date()


def _tell_desk(at: datetime) -> None:
    """Mail those who moderate that something waits, at most once a day each."""
    day = _day(at)
    for person in holders(Role.MODERATOR, on=day):
        url = page("desk:claims", person.language or "nl")
        _tell(person, "asked_of_desk", at=at, once_key=f"asked:{person.pk}:{day:%Y%m%d}", url=url)


@transaction.atomic
def claim(
    *, key: int, evidence: str, words: str, organisation_id: int | None, by: User, language: str, at: datetime
) -> Claimed:
    """Claim an entry; mails the code to the contact address, or the claim to the owners, or tells the desk."""
    made = claiming.claim(
        key=key,
        evidence=evidence,
        words=words,
        verified=verified_address(by),
        organisation_id=organisation_id,
        by=by,
        at=at,
    )
    if made.code:
        _tell(
            made.contact_email, "claim_code", at=at, language=language,
            name=made.name, code=made.code, hours=CODE_HOURS, person=by.name or by.email,
        )  # fmt: skip
    elif made.state == ClaimState.OWNER and made.fresh:
        tell_owners_of_claim(made.number, made.initiative_id, made.name, by=by, at=at)
    elif made.state == ClaimState.DESK:
        _tell_desk(at)
    return made


def tell_owners_of_claim(number: int, key: int, name: str, *, by: User, at: datetime) -> None:
    """Mail the owners of an entry that somebody says it is theirs too."""
    for person in _owners(key, at, besides=by.pk):
        url = page("desk:claim_case", person.language or "nl", str(number))
        _tell(person, "claimed", at=at, name=name, person=by.name or by.email, url=url, days=ANSWER_DAYS)


@transaction.atomic
def answer_claim(*, number: int, grant: bool, reason: str, by: User, moderator: bool, at: datetime) -> None:
    """Grant or refuse a claim and mail who made it."""
    done = claiming.answer(number=number, grant=grant, reason=reason, by=by, moderator=moderator, at=at)
    language = done.user.language or "nl"
    url = page("desk:mine" if grant else "site:entry", language, *([] if grant else [done.slug]))
    _tell(done.user, "claim_granted" if grant else "claim_refused", at=at, name=done.name, reason=done.reason, url=url)


@transaction.atomic
def invite(*, key: int, name: str, email: str, kind: str, by: User, language: str, at: datetime) -> None:
    """Invite an address to share an entry or to take it over."""
    token = keeping.invite(key=key, email=email, kind=kind, by=by, at=at)
    known = accounts.by_email(email)
    language = known.language if known else language
    _tell(
        email, "handover" if kind == InvitationKind.HANDOVER else "invitation", at=at, language=language,
        name=name, person=by.name or by.email, url=page("desk:invitation", language, token), days=INVITATION_DAYS,
    )  # fmt: skip


@transaction.atomic
def answer_invitation(*, token: str, accept: bool, by: User, at: datetime) -> str:
    """Accept or decline an invitation, and mail who invited; returns the address of the entry."""
    row, inviter, kind = keeping.answer_invitation(token=token, accept=accept, by=by, at=at)
    url = page("site:entry", inviter.language or "nl", row.slug)
    _tell(
        inviter, "invitation_answered", at=at,
        name=row.name, person=by.name or by.email, accepted=accept, handover=kind == InvitationKind.HANDOVER, url=url,
    )  # fmt: skip
    return row.slug


@transaction.atomic
def change(
    *, key: int, values: InitiativeValues, captions: Captions, by: User, at: datetime, seen: datetime | None
) -> None:
    """Change an entry as its owner."""
    keeping.change(key=key, values=values, by=by, at=at, seen=seen)
    describe(captions, by=by, at=at)


def describe(captions: Captions, *, by: Actor, at: datetime) -> None:
    """Keep the words beside pictures."""
    for number, (alt, credit) in captions.items():
        media.describe(number=number, alt=alt, credit=credit, by=by, at=at)


@transaction.atomic
def propose(
    *, key: int, values: InitiativeValues, seen: int, captions: Captions, why: str, user: User | None, email: str,
    language: str, once_key: str, at: datetime,
) -> Made:  # fmt: skip
    """Take in a proposal. That of a visitor is confirmed by mail first; then the owners, or the desk, hear of it."""
    made = proposing.propose(
        key=key, values=values, seen=seen, why=why, user=user, email=email, language=language, once_key=once_key, at=at
    )
    if made.repeated:
        return made
    describe(captions, by=user or VISITOR, at=at)
    if made.open:
        _tell_of_proposal(made.number, made.initiative_id, made.name, at)
    else:
        url = page("desk:proposal_confirm", language, made.token)
        _tell(email, "proposal_confirm", at=at, language=language, name=made.name, url=url, days=LINK_DAYS)
    return made


@transaction.atomic
def confirm_proposal(*, token: str, at: datetime) -> None:
    """Accept the link in a visitor's mail; the owners, or the desk, hear of it once."""
    found = proposing.confirm(token=token, at=at)
    _tell_of_proposal(found.pk, found.initiative_id, found.initiative.name, at)


def _tell_of_proposal(number: int, key: int, name: str, at: datetime) -> None:
    people = _owners(key, at)
    for person in people:
        url = page("desk:proposal", person.language or "nl", str(number))
        _tell(person, "proposed", at=at, once_key=f"proposed:{number}:{person.pk}", name=name, url=url)
    if not people:
        _tell_desk(at)


@transaction.atomic
def decide_proposal(
    *, number: int, take: Collection[str], reason: str, by: User, moderator: bool, at: datetime
) -> Decided:
    """Take over these fields of a proposal, or none; who made it gets a thank-you or the reason."""
    done = proposing.decide(number=number, take=take, reason=reason, by=by, moderator=moderator, at=at)
    language = done.language or "nl"
    if done.to:
        _tell(
            done.to, "proposal_taken" if done.taken else "proposal_refused", at=at, language=language,
            name=done.name, reason=done.reason, url=page("site:entry", language, done.slug),
            taken=labels(done.taken, language), left=labels(done.left, language),
        )  # fmt: skip
    return done


def remind(*, at: datetime) -> int:
    """Ask those of entries that nobody confirmed for a year whether all is still right; returns how many entries."""
    with transaction.atomic():
        due: Sequence[reminding.Due] = reminding.take_due(by=REMINDER, at=at)
        for one in due:
            for to in one.to:
                language = to.language if isinstance(to, User) else one.language
                language = language if language in {"nl", "en"} else "nl"
                whom = to.audit_key if isinstance(to, User) else "sender"
                _tell(
                    to, "remind", at=at, language=language,
                    once_key=f"remind:{one.initiative_id}:{one.fresh_at:%Y%m%d%H%M%S}:{one.times}:{whom}",
                    name=one.name, url=page("desk:still_right", language, one.token), day=one.fresh_at,
                    last=one.times == reminding.MOST_TIMES,
                )  # fmt: skip
    return len(due)
