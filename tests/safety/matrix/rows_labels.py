"""The quality label: criteria and history for all, a page for who looks after the entry, a desk for reviewers."""

from kracht.domains.initiatives.facts import Evidence
from kracht.domains.initiatives.operations import owning
from kracht.domains.initiatives.tests.factories import AT, UTRECHT, publish
from kracht.domains.labels import queries
from kracht.domains.labels.facts import Found, Shown
from kracht.domains.labels.models import Document
from kracht.domains.labels.operations import asking, reviewing
from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.tests.factories import person
from kracht.kernel import clock
from tests.safety.matrix.format import World, get, post

STATES = ("draft", "asked", "reviewing", "given", "refused", "withdrawn")
WHY = "Dat staat duidelijk in het verslag."


def plant(world: World) -> None:
    """An entry of owner and coowner with a check in each state; the reviewer has all that was taken."""
    for role in ("owner", "coowner", "reviewer"):
        if role not in world.people:
            world.plays(role, person(role.title()))
    Grant.objects.create(
        user=world.people["reviewer"], role="reviewer", scope_type="area", scope_key="GM0344", starts_on=AT.date()
    )
    for state in STATES:
        row = publish(f"Label {state}", lat=UTRECHT[0], lon=UTRECHT[1])
        for role in ("owner", "coowner"):
            owning.become_owner(
                row,
                user=world.people[role],
                organisation_id=None,
                evidence=Evidence.OWNER,
                by=world.people[role],
                at=AT,
            )
        number = _check(world, row.pk, state)
        held = Document.objects.get(review_id=number)
        world.add("label", state, slug=row.slug, number=number, document=held.pk)
    world.add("label", "missing", slug="bestaat-niet", number=0, document=0)


def _check(world: World, key: int, state: str) -> int:
    owner, reviewer, at, on = world.people["owner"], world.people["reviewer"], clock.now(), world.today
    number = asking.begin(initiative_id=key, published=True, owner=True, by=owner, at=at, on=on)
    criteria = [one.number for one in queries.newest_set().criteria]
    asking.show(
        number=number, evidence=[Shown(one, "Kijk maar.") for one in criteria],
        documents={criteria[0]: ("bewijs.pdf", b"%PDF-1.7 x")}, owner=True, by=owner, at=at,
    )  # fmt: skip
    if state != "draft":
        asking.ask(number=number, owner=True, by=owner, at=at, on=on)
    if state in STATES[2:]:
        reviewing.take(number=number, reviewer=True, by=reviewer, at=at, on=on)
    if state in STATES[3:]:
        verdict = "not_met" if state == "refused" else "met"
        found = [Found(one, verdict, WHY) for one in criteria]
        reviewing.judge(number=number, findings=found, reviewer=True, by=reviewer, at=at)
        reviewing.decide(number=number, words=WHY, reviewer=True, by=reviewer, at=at, on=on)
    if state == "withdrawn":
        reviewing.withdraw(number=number, reason=WHY, reviewer=True, by=reviewer, at=at, on=on)
    return number


ALL = " ".join(STATES)
OWN = "outside: sign; owners: {}; *: no"
DESK = "outside: sign; reviewer: {}; *: no"
SIGNED_NONE = "outside: sign; *: none"
ASK = "initiatives/<slug:slug>/quality-label/ask/"
CASE = "quality-label/review/<int:number>/"
LOST = {"draft missing": DESK.format("none")}
ROWS = [
    get("quality-label/", "*: ok"),
    get("initiatives/<slug:slug>/quality-label/", {ALL: "*: ok", "missing": "*: none"}, of="label"),
    get(ASK, {ALL: OWN.format("ok"), "missing": SIGNED_NONE}, of="label"),
    post(
        ASK,
        {
            "draft asked reviewing": OWN.format("ok"),
            "given refused withdrawn": OWN.format("go"),
            "missing": SIGNED_NONE,
        },
        of="label",
        body={"act": "retract"},
    ),
    post(
        ASK,
        {
            "refused withdrawn": OWN.format("ok"),
            "draft asked reviewing given": OWN.format("go"),
            "missing": SIGNED_NONE,
        },
        of="label",
        body={"act": "appeal", "reason": "Wij zien dat anders."},
    ),
    get("quality-label/review/", DESK.format("ok")),
    get(CASE, {"asked reviewing given refused withdrawn": DESK.format("ok")} | LOST, of="label"),
    post(
        CASE,
        {"asked": DESK.format("ok"), "reviewing given refused withdrawn": DESK.format("go")} | LOST,
        of="label",
        body={"act": "take"},
    ),
    post(
        CASE,
        {"reviewing": DESK.format("ok"), "asked given refused withdrawn": DESK.format("go")} | LOST,
        of="label",
        body={"act": "give_back"},
    ),
    post(
        CASE,
        {"given": DESK.format("ok"), "asked reviewing refused withdrawn": DESK.format("go")} | LOST,
        of="label",
        body={"act": "withdraw", "reason": WHY},
    ),
    get(
        "quality-label/evidence/<int:number>/",
        {
            "asked reviewing given refused withdrawn": "outside: sign; owners reviewer: ok; *: none",
            "draft": "outside: sign; owners: ok; *: none",
            "missing": SIGNED_NONE,
        },
        of="label",
        path="kwaliteitslabel/bewijs/{document}/",
    ),
]
