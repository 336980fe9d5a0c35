"""What the cast follows, and checks of the quality label in every state. Loading twice changes nothing."""

from datetime import datetime, timedelta

from django.db import transaction

from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.queries import cards
from kracht.domains.labels import queries as labels
from kracht.domains.labels.facts import Found, Shown
from kracht.domains.labels.operations import asking, reviewing
from kracht.foundation.accounts.queries import User, by_email
from kracht.foundation.subscriptions.facts import What
from kracht.foundation.subscriptions.operations import following
from kracht.kernel import clock

FOLLOWS = (
    ("alice@voorbeeld.example", What("area", "GM0344"), "daily"),
    ("bob@voorbeeld.example", What("theme", "energie"), "weekly"),
    ("bob@voorbeeld.example", What.of("search", (("q", "moestuin"),)), "once"),
)
STATES = ("given", "given", "refused", "withdrawn", "reviewing", "asked", "draft")
SHOWN = "Kijk op onze pagina: daar staat wat we doen, met foto’s van dit jaar."
GOOD = "Dat blijkt uit de pagina en de foto’s."
BAD = "In het afgelopen jaar is er niets te vinden dat laat zien dat het gebeurt."


@transaction.atomic
def load(*, at: datetime) -> int:
    """Let the cast follow, and put one check in each state; returns how many checks there are."""
    for address, what, cadence in FOLLOWS:
        if user := by_email(address):
            following.follow(what=what, address=address, cadence=cadence, language="nl", by=user, at=at, user=user)
    owner, reviewer = by_email("alice@voorbeeld.example"), by_email("rita@voorbeeld.example")
    found = cards.newest(len(STATES), Filters(stages=("running",)))
    if owner is None or reviewer is None:
        return 0
    for card, state in zip(found, STATES, strict=False):
        if labels.latest(card.id) is None:
            _check(card.id, state, owner, reviewer, at - timedelta(days=20))
    return len(found)


def _check(key: int, state: str, owner: User, reviewer: User, at: datetime) -> None:
    on = at.astimezone(clock.AMSTERDAM).date()
    number = asking.begin(initiative_id=key, published=True, owner=True, by=owner, at=at, on=on)
    case = labels.case(number)
    criteria = case.criteria.criteria if case else ()
    asking.show(
        number=number, evidence=[Shown(one.number, SHOWN) for one in criteria], documents={}, owner=True, by=owner,
        at=at,
    )  # fmt: skip
    if state == "draft":
        return
    asking.ask(number=number, owner=True, by=owner, at=at, on=on)
    if state == "asked":
        return
    reviewing.take(number=number, reviewer=True, by=reviewer, at=at, on=on)
    if state == "reviewing":
        return
    findings = [Found(one.number, "met", GOOD) for one in criteria]
    if state == "refused":
        findings[-1] = Found(criteria[-1].number, "not_met", BAD)
    reviewing.judge(number=number, findings=findings, reviewer=True, by=reviewer, at=at)
    words = "Dank voor alles wat jullie lieten zien."
    reviewing.decide(number=number, words=words, reviewer=True, by=reviewer, at=at, on=on)
    if state == "withdrawn":
        reason = "Het initiatief vertelde zelf dat het gestopt is."
        later = at + timedelta(days=5)
        reviewing.withdraw(number=number, reason=reason, reviewer=True, by=reviewer, at=later, on=on)
