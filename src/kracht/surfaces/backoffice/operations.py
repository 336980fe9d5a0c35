"""What happens at the form and at the desk: the change in the register and the mail about it, in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import InitiativeValues, State
from kracht.domains.initiatives.operations import deciding, entering, upkeep
from kracht.domains.initiatives.operations import owning as keeping
from kracht.domains.initiatives.operations.deciding import Outcome
from kracht.domains.initiatives.queries import owning as reading
from kracht.domains.initiatives.queries import returning
from kracht.domains.initiatives.rules import LINK_DAYS
from kracht.foundation.access.facts import Role
from kracht.foundation.access.queries import holders
from kracht.foundation.accounts import queries as accounts
from kracht.foundation.audit.facts import VISITOR, Actor
from kracht.foundation.guard import operations as guard
from kracht.foundation.media import operations as media
from kracht.foundation.media.facts import PictureRefused
from kracht.foundation.notify import operations as notify
from kracht.foundation.notify.rules import absolute
from kracht.kernel import clock
from kracht.surfaces.backoffice.facts import MOST_PICTURES

PICTURES_AN_HOUR = 60
type Captions = Mapping[int, tuple[str, str]]  # per picture what can be seen, and who made it

MAILS = {
    State.PUBLISHED: "published",
    State.ASKED: "asked",
    State.REFUSED: "refused",
    State.WITHDRAWN: "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """A submission that was taken in; `repeated` when the very same form had been sent before."""

    initiative_id: int
    repeated: bool


def page(name: str, language: str, *arguments: str) -> str:
    """Return the full address of a page in a language, for a mail."""
    with translation.override(language):
        return absolute(reverse(name, args=arguments))


@transaction.atomic
def send_in(
    *, values: InitiativeValues, captions: Captions, email: str, once_key: str, language: str, at: datetime
) -> Taken:
    """Take in what a visitor typed and mail the link that confirms it. The same `once_key` twice is one submission."""
    received = entering.submit(values=values, email=email, once_key=once_key, language=language, by=VISITOR, at=at)
    if not received.repeated:
        _describe(captions, by=VISITOR, at=at)
        notify.tell(
            to=email,
            kind="backoffice/confirm",
            at=at,
            language=language,
            context={
                "name": values.name,
                "url": page("desk:confirm", language, received.token),
                "days": LINK_DAYS,
            },
            once_key=f"confirm:{received.initiative_id}",
        )
    return Taken(received.initiative_id, received.repeated)


@transaction.atomic
def confirm(*, token: str, at: datetime) -> None:
    """Accept the link of the mail; the sender gets a receipt and the moderators hear that something waits."""
    row = entering.confirm(token=token, by=VISITOR, at=at)
    sent = returning.by_token(token)
    if sent is None or sent.state != State.WAITING:
        return
    notify.tell(
        to=sent.email,
        kind="backoffice/received",
        at=at,
        about=row,
        language=sent.language,
        context={"name": row.name},
        once_key=f"received:{row.pk}",
    )
    _tell_moderators(at)


@transaction.atomic
def answer(*, token: str, values: InitiativeValues, captions: Captions, at: datetime) -> None:
    """Send the entry back to the desk, mended."""
    entering.answer(token=token, values=values, by=VISITOR, at=at)
    _describe(captions, by=VISITOR, at=at)
    _tell_moderators(at)


def _tell_moderators(at: datetime) -> None:
    """Mail those who moderate, at most once a day each."""
    day = at.astimezone(clock.AMSTERDAM).date()
    for person in holders(Role.MODERATOR, on=day):
        language = person.language
        notify.tell(
            to=person,
            kind="backoffice/waiting",
            at=at,
            context={"url": page("desk:queue", language or "nl")},
            once_key=f"waiting:{person.pk}:{day:%Y%m%d}",
        )


@transaction.atomic
def decide(
    *, act: str, key: int, reason: str = "", by: Actor, moderator: bool, at: datetime, seen: datetime | None = None
) -> Outcome:
    """Do one act of the desk (publish, ask, refuse, withdraw or undo), mail the sender, and learn the new words.

    Raises ValidationError when the act does not fit (any more), KeyError for an unknown one.
    """
    said: dict[str, Any] = {} if act in {"publish", "undo"} else {"reason": reason}
    checked: dict[str, Any] = {} if act in {"withdraw", "undo"} else {"seen": seen}
    outcome = _acts()[act](key=key, by=by, moderator=moderator, at=at, **said, **checked)
    if outcome.state == State.PUBLISHED:
        upkeep.learn_soon(key=outcome.initiative_id)
        adopt_on_publish(key=outcome.initiative_id, email=outcome.email, at=at)
    if outcome.email:
        _tell_sender(outcome, undone=act == "undo", at=at)
    return outcome


def adopt_on_publish(*, key: int, email: str, at: datetime) -> None:
    """Give a freshly published entry to the account of the address it was sent in and confirmed from."""
    user = accounts.by_email(email) if email else None
    if user and accounts.has_verified_address(user) and reading.is_sender(key, user.email):
        keeping.adopt_sent(key=key, user=user, at=at)


def _acts() -> dict[str, Callable[..., Outcome]]:
    return {
        "publish": deciding.publish,
        "ask": deciding.ask_back,
        "refuse": deciding.refuse,
        "withdraw": deciding.withdraw,
        "undo": deciding.undo,
    }


def _tell_sender(outcome: Outcome, *, undone: bool, at: datetime) -> None:
    """Mail the outcome in the sender's own language."""
    kind = "undone" if undone else MAILS[State(outcome.state)]
    url = ""
    if outcome.token:
        url = page("desk:answer", outcome.language, outcome.token)
    elif outcome.state == State.PUBLISHED:
        url = page("site:entry", outcome.language, outcome.slug)
    notify.tell(
        to=outcome.email,
        kind=f"backoffice/{kind}",
        at=at,
        language=outcome.language,
        context={
            "name": outcome.name,
            "reason": outcome.reason,
            "url": url,
            "state": outcome.state,
        },
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """Files that were kept, by token, and what was wrong with the others."""

    tokens: tuple[str, ...]
    errors: tuple[str, ...]


def room_for(tokens: Sequence[str]) -> int:
    """Return how many pictures fit beside those a form already has."""
    return max(0, MOST_PICTURES - len(set(tokens)))


def keep_pictures(*, files: Sequence["UploadedFile[Any]"], room: int, address: str, at: datetime) -> Kept:
    """Keep pictures loose: they belong to nothing until the form is sent, and go by themselves if it never is."""
    tokens: list[str] = []
    errors: list[str] = []
    for number, file in enumerate(files):
        name = (file.name or "")[:60]
        if number >= room:
            errors.append(
                _("“%(name)s” does not fit any more: at most %(most)d pictures.")
                % {"name": name, "most": MOST_PICTURES}
            )
        elif not guard.take(purpose="picture", who=address, per_hour=PICTURES_AN_HOUR, at=at):
            errors.append(
                _("Many pictures came from your connection in the past hour. Try “%(name)s” again in an hour.")
                % {"name": name}
            )
        else:
            try:
                tokens.append(media.store(file=file, by=VISITOR, at=at).token)
            except PictureRefused as refusal:
                errors.append(f"“{name}”: {refusal}")
    return Kept(tuple(tokens), tuple(errors))


@transaction.atomic
def revise(
    *,
    key: int,
    values: InitiativeValues,
    captions: Captions,
    by: Actor,
    moderator: bool,
    at: datetime,
    seen: datetime,
) -> None:
    """Change an entry at the desk."""
    deciding.revise(key=key, values=values, by=by, moderator=moderator, at=at, seen=seen)
    _describe(captions, by=by, at=at)


def _describe(captions: Captions, *, by: Actor, at: datetime) -> None:
    for number, (alt, credit) in captions.items():
        media.describe(number=number, alt=alt, credit=credit, by=by, at=at)
