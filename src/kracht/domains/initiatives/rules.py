"""What may be done with an entry, and when. Pure: no queries, no clock. `check_can_x` raises a sentence for people."""

import hashlib
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import State
from kracht.domains.initiatives.models import Initiative

LINK_DAYS = 30
AT_DESK = {State.WAITING.value, State.ASKED.value}
DECIDED = {State.PUBLISHED.value, State.REFUSED.value, State.ASKED.value, State.WITHDRAWN.value}


def token_hash(token: str) -> str:
    """Return how the token of a link in a mail is kept; the token itself is kept nowhere."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def can_see(initiative: Initiative, *, moderator: bool) -> bool:
    """Return whether a person may open the page of this entry."""
    return initiative.state == State.PUBLISHED or moderator


def check_can_moderate(*, moderator: bool) -> None:
    """Raise PermissionDenied for everyone but moderators."""
    if not moderator:
        raise PermissionDenied(_("Only moderators can do this."))


def check_can_decide(initiative: Initiative) -> None:
    """Raise ValidationError when the entry is not waiting for a moderator (any more)."""
    if initiative.state not in AT_DESK:
        raise ValidationError(_("Somebody else has already handled this entry."))


def check_is_unchanged(initiative: Initiative, seen: datetime | None) -> None:
    """Raise ValidationError when the entry changed after the moment at which the moderator read it (None: unknown)."""
    if seen is not None and initiative.updated_at != seen:
        raise ValidationError(_("This entry changed while you were reading it. Read it again before you decide."))


def can_decide(initiative: Initiative) -> bool:
    """Return whether a moderator can publish, ask back or refuse."""
    return initiative.state in AT_DESK


def check_can_undo(initiative: Initiative) -> None:
    """Raise ValidationError when there is no last decision to take back."""
    if not can_undo(initiative):
        raise ValidationError(_("There is no decision to undo."))


def can_undo(initiative: Initiative) -> bool:
    """Return whether the last decision can be taken back."""
    return initiative.state in DECIDED and bool(initiative.state_before)


def check_can_withdraw(initiative: Initiative) -> None:
    """Raise ValidationError unless the entry is in the public register."""
    if initiative.state != State.PUBLISHED:
        raise ValidationError(_("Only a published entry can be taken out of the register."))


def check_can_confirm(created_at: datetime, at: datetime) -> None:
    """Raise ValidationError when the link in the mail is too old."""
    if at - created_at > timedelta(days=LINK_DAYS):
        raise ValidationError(
            _("This link is older than %(days)d days. Please add the initiative again."), params={"days": LINK_DAYS}
        )


def check_reason(reason: str) -> str:
    """Return the reason, tidied; raise ValidationError when it says nothing."""
    tidy = reason.strip()
    if len(tidy) < 10:
        raise ValidationError(_("Write at least one sentence, so that the sender understands why."))
    return tidy[:2000]


ANSWER_DAYS = 14  # for owners to answer a claim; then a moderator does
INVITATION_DAYS = 30
INVITATION_LIFE = timedelta(days=INVITATION_DAYS)
CODE_HOURS = 24
CODE_TRIES = 5
STALE_DAYS = 365  # without a confirmation
REMIND_AGAIN = (timedelta(0), timedelta(weeks=3), timedelta(weeks=6))  # after the first reminder
SENDER_DAYS = 90  # that the address of the sender of a refused or withdrawn entry is kept
OWNED = {State.PUBLISHED.value, State.WITHDRAWN.value}
# hosts of mail and of pages of everybody: an address there says nothing about an initiative
SHARED_HOSTS = frozenset(
    "gmail.com googlemail.com google.com outlook.com outlook.nl hotmail.com hotmail.nl live.com live.nl msn.com"
    " yahoo.com yahoo.nl ymail.com icloud.com me.com mac.com apple.com aol.com gmx.com gmx.net gmx.de web.de mail.com"
    " proton.me protonmail.com protonmail.ch pm.me tutanota.com tuta.io startmail.com mailbox.org posteo.de fastmail.com"
    " zoho.com yandex.com mail.ru ziggo.nl kpn.nl kpnmail.nl kpnplanet.nl planet.nl hetnet.nl telfort.nl upcmail.nl"
    " upc.nl chello.nl home.nl casema.nl quicknet.nl xs4all.nl xsall.nl online.nl tele2.nl zonnet.nl wxs.nl caiway.nl"
    " caiway.net freedom.nl freeler.nl solcon.nl kabelfoon.nl zeelandnet.nl delta.nl budget.nl t-mobile.nl odido.nl"
    " vodafone.nl vodafonethuis.nl orange.nl tiscali.nl wanadoo.nl versatel.nl filternet.nl concepts.nl skynet.be"
    " telenet.be proximus.be facebook.com fb.com instagram.com linkedin.com x.com twitter.com youtube.com meetup.com"
    " wordpress.com blogspot.com wixsite.com wix.com weebly.com jimdo.com jouwweb.nl webnode.nl sites.google.com"
    " github.io medium.com tumblr.com eventbrite.com linktr.ee nextdoor.nl marktplaats.nl voorbeeld.nl".split()
)


def host_of(address: str) -> str:
    """Return the domain of a mail address or a website, without www, in lower case; empty when there is none."""
    text = address.strip().lower()
    if "@" in text and "/" not in text:
        return text.rpartition("@")[2].removeprefix("www.").strip(".")
    try:
        return (urlsplit(text if "//" in text else f"//{text}").hostname or "").removeprefix("www.").strip(".")
    except ValueError:
        return ""


def is_same_domain(address: str, *, website: str, contact: str) -> bool:
    """Return whether a mail address lies on the domain of the website or of the published contact address.

    Never for a domain on which everybody may have an address or a page.
    """
    own = host_of(address)
    return bool(own) and own not in SHARED_HOSTS and own in {host_of(website), host_of(contact)}


def check_can_own(*, owner: bool) -> None:
    """Raise PermissionDenied for everyone but the owners."""
    if not owner:
        raise PermissionDenied(_("Only an owner of this initiative can do this."))


def check_can_answer(*, owner: bool, moderator: bool) -> None:
    """Raise PermissionDenied for everyone but owners and moderators."""
    if not (owner or moderator):
        raise PermissionDenied(_("Only an owner or a moderator can do this."))


def can_change(state: str, *, owner: bool) -> bool:
    """Return whether somebody may change the entry without asking anyone."""
    return owner and state in OWNED


def check_is_open(state: str) -> None:
    """Raise ValidationError unless the entry is in the public register: only then others can claim or improve it."""
    if state != State.PUBLISHED:
        raise ValidationError(_("This initiative is not on the map at the moment."))


def can_read_versions(state: str, *, owner: bool, moderator: bool) -> bool:
    """Return whether somebody may read what the entry said before."""
    return state == State.PUBLISHED or moderator or (owner and state in OWNED)


def can_put_back(state: str, *, withdrawn_by_owner: bool) -> bool:
    """Return whether an owner may put the entry back: only what an owner took off the map."""
    return state == State.WITHDRAWN and withdrawn_by_owner


def check_code_is_usable(sent_at: datetime | None, tries: int, at: datetime) -> None:
    """Raise ValidationError when a code is too old or was guessed at too often."""
    if sent_at is None or at - sent_at > timedelta(hours=CODE_HOURS):
        raise ValidationError(_("This code is too old. Have a new one sent."))
    if tries >= CODE_TRIES:
        raise ValidationError(_("The code was typed wrongly too often. Have a new one sent."))


def is_stale(fresh_at: datetime, at: datetime) -> bool:
    """Return whether nobody has confirmed the entry for a year."""
    return at - fresh_at > timedelta(days=STALE_DAYS)


def is_reminder_due(
    fresh_at: datetime, about: datetime | None, times: int, sent_at: datetime | None, at: datetime
) -> bool:
    """Return whether it is time to ask (again) if the entry is still right: after a year, then 3 and 6 weeks later.

    `about`, `times` and `sent_at` are of the last reminder; one about an earlier confirmation does not count.
    """
    if not is_stale(fresh_at, at):
        return False
    if about != fresh_at or sent_at is None:
        return True
    if times >= len(REMIND_AGAIN):
        return False
    return at - sent_at >= REMIND_AGAIN[times] - REMIND_AGAIN[times - 1]
