"""What happens when somebody follows: the subscription and the mail about it, in one transaction."""

from datetime import datetime

from django.db import transaction
from django.utils import translation

from kracht.foundation.accounts.queries import User
from kracht.foundation.audit.facts import VISITOR
from kracht.foundation.notify import operations as notify
from kracht.foundation.subscriptions import queries
from kracht.foundation.subscriptions.facts import Asked, What
from kracht.foundation.subscriptions.operations import following
from kracht.foundation.subscriptions.rules import CONFIRM_DAYS
from kracht.surfaces.site.pages import digest, topics

MAILS = {"new": "site/follow", "waiting": "site/follow", "known": "site/follow_known", "full": "site/follow_full"}


@transaction.atomic
def follow(*, what: What, address: str, cadence: str, language: str, at: datetime) -> Asked:
    """A visitor wants to follow: a mail with the link goes to the address, whatever we know of it."""
    asked = following.follow(what=what, address=address, cadence=cadence, language=language, by=VISITOR, at=at)
    if not asked.quiet:
        with translation.override(asked.language):
            label = topics.describe(what).label
        notify.tell(
            to=asked.address,
            kind=MAILS[asked.state],
            at=at,
            language=asked.language,
            context={
                "label": label,
                "url": digest.page("site:posted_manage", asked.language, asked.token),
                "stop_url": digest.page("site:posted_stop", asked.language, asked.token),
                "days": CONFIRM_DAYS,
            },
            unsubscribe=digest.page("site:posted_stop", asked.language, asked.token),
        )
    return asked


def follow_at_once(*, what: What, user: User, cadence: str, language: str, at: datetime) -> Asked:
    """Somebody who signed in, with a verified address, wants to follow."""
    return following.follow(
        what=what, address=user.email, cadence=cadence, language=language, by=user, at=at, user=user
    )


@transaction.atomic
def send_link(*, address: str, language: str, at: datetime) -> None:
    """Mail the way to all that this address follows; nothing goes to an address that follows nothing."""
    found = queries.of_address(address)
    if not found or not following.may_remind(address=address, at=at):
        return
    notify.tell(
        to=address,
        kind="site/follow_link",
        at=at,
        language=language,
        context={"n": len(found), "url": digest.page("site:posted_manage", language, found[0].token)},
    )
