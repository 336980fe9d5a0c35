"""The valuation: questionnaire, survey, desk, sheet and value set."""

from kracht.domains.initiatives.facts import Evidence
from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.operations import owning
from kracht.domains.value.models import Appraisal, Invitation, Publication
from kracht.domains.value.operations import reviewing, surveying, valuing
from kracht.domains.value.tests.factories import AT, FIRST, SECOND, answered, make_set, submitted
from kracht.foundation.accounts.tests.factories import person
from kracht.kernel import clock
from tests.safety.matrix.format import World, get, post

OPEN, SENT, SHOWN = 2021, 2022, 2023


def plant(world: World) -> None:
    """One initiative of Vera's with a year in every state: being filled in, sent in, published."""
    make_set()
    keeper = world.people.get("owner") or person("Vera")
    row = Initiative.objects.get(pk=world.things["entry"]["published"]["key"])
    if "owner" not in world.people:
        world.plays("owner", keeper)
    owning.become_owner(row, user=keeper, organisation_id=None, evidence=Evidence.SENDER, by=keeper, at=clock.now())
    made = {
        "open": answered(OPEN, row),
        "sent": submitted(SENT, initiative=row),
        "shown": _published(submitted(SHOWN, initiative=row)),
    }
    for state, one in made.items():
        world.add("figures", state, slug=row.slug, year=one.year, number=one.pk, step="people", token=f"t-{state}")
    world.add("figures", "missing", slug=row.slug, year=1999, number=0, step="people", token="t-missing")
    Invitation.objects.create(
        appraisal=made["open"], address_hash="a", token_hash=surveying.token_hash("t-open"), sent_at=clock.now()
    )
    draft = valuing.draft(by=FIRST, at=AT, reviewer=True)
    world.add("set", "published", number=1, code="less-lonely", old=1, new=1)
    world.add("set", "draft", number=draft.number, code="less-lonely", old=1, new=draft.number)
    world.add("set", "missing", number=99, code="less-lonely", old=99, new=98)


def _published(row: Appraisal) -> Appraisal:
    act = {"number": row.pk, "text": "", "at": AT, "reviewer": True, "own": False}
    reviewing.check(by=FIRST, **act)
    made: Publication = reviewing.publish(by=SECOND, demonstration=True, **act)
    return made.appraisal


PEOPLE = "initiatives/<slug:slug>/value/"
YEAR = PEOPLE + "<int:year>/"
FILL = "outside: sign; owner: {}; *: no"
REVIEW = "outside: sign; moderator: {}; *: no"
ALL = {"open sent shown missing": "*: ok"}
ROWS = [
    get(PEOPLE, ALL, of="figures"),
    post(PEOPLE, {"open sent shown missing": "owner: ok; *: no"}, of="figures", body={"year": "2024"}),
    get(YEAR, {"open sent missing": "*: none", "shown": "*: ok"}, of="figures"),
    get(PEOPLE + "<int:year>.json", {"open sent missing": "*: none", "shown": "*: ok"}, of="figures"),
    get(PEOPLE + "<int:year>.svg", {"open sent missing": "*: none", "shown": "*: ok"}, of="figures"),
    get(PEOPLE + "<int:year>.csv", {"open sent missing": "*: none", "shown": "*: ok"}, of="figures"),
    get(YEAR + "participants/", {"open sent shown": FILL.format("ok"), "missing": FILL.format("none")}, of="figures"),
    post(
        YEAR + "participants/",
        {"open": FILL.format("ok"), "sent shown": FILL.format("bad"), "missing": FILL.format("none")},
        of="figures",
        body={"addresses": "ans@voorbeeld.example"},
    ),
    post(
        YEAR + "evidence/",
        {"open sent shown": FILL.format("bad"), "missing": FILL.format("none")},
        of="figures",
        never="a file cannot be sent from here; the app's own test does",
    ),
    get(
        YEAR + "evidence/<int:number>/",
        {"open sent shown missing": "outside: sign; *: none"},
        of="figures",
        never="there is no file here; the app's own test has one",
    ),
    get(
        YEAR + "fill-in/<slug:step>/",
        {"open sent shown": FILL.format("ok"), "missing": FILL.format("none")},
        of="figures",
    ),
    post(
        YEAR + "fill-in/<slug:step>/",
        {"open": FILL.format("ok"), "sent shown": FILL.format("clash"), "missing": FILL.format("none")},
        of="figures",
        body={"participants": "12", "counted": "list", "act": "next"},
    ),
    get("survey/<str:token>/", {"open": "*: ok", "sent shown missing": "*: gone"}, of="figures"),
    post(
        "survey/<str:token>/",
        {"open": "*: ok", "sent shown missing": "*: gone"},
        of="figures",
        body={
            "improved-less-lonely": "yes",
            "improved-less-guidance": "no",
            "improved-new-contacts": "yes",
            "others": "0",
        },
    ),
    get("value-desk/", REVIEW.format("ok")),
    get(
        "value-desk/<int:number>/",
        {"open sent shown": REVIEW.format("ok"), "missing": REVIEW.format("none")},
        of="figures",
    ),
    post(
        "value-desk/<int:number>/",
        {"sent": REVIEW.format("ok"), "open shown": REVIEW.format("clash"), "missing": REVIEW.format("none")},
        of="figures",
        body={"act": "pass", "text": ""},
    ),
    get("value-set/", "*: ok"),
    post("value-set/new/", REVIEW.format("go"), writes=False),
    get(
        "value-set/<int:number>/",
        {"published": "*: ok", "draft": "moderator: ok; *: none", "missing": "*: none"},
        of="set",
    ),
    get(
        "value-set/<int:number>.csv",
        {"published": "*: ok", "draft": "moderator: ok; *: none", "missing": "*: none"},
        of="set",
    ),
    post(
        "value-set/<int:number>/decide/",
        {"draft": REVIEW.format("ok"), "published": REVIEW.format("clash"), "missing": REVIEW.format("none")},
        of="set",
        body={"act": "propose", "note": "Niets veranderd, alleen voorgesteld."},
    ),
    get(
        "value-set/<int:number>/row/",
        {"published draft": REVIEW.format("ok"), "missing": REVIEW.format("none")},
        of="set",
    ),
    post(
        "value-set/<int:number>/row/",
        {"published draft": REVIEW.format("bad"), "missing": REVIEW.format("none")},
        of="set",
        never="the app's own test sends a whole row",
    ),
    get(
        "value-set/<int:number>/row/<slug:code>/",
        {"published draft": REVIEW.format("ok"), "missing": REVIEW.format("none")},
        of="set",
    ),
    post(
        "value-set/<int:number>/row/<slug:code>/",
        {"draft": REVIEW.format("ok"), "published": REVIEW.format("bad"), "missing": REVIEW.format("none")},
        of="set",
        body={"act": "remove"},
    ),
    get(
        "value-set/<int:old>/beside/<int:new>/",
        {"published": "*: ok", "draft": "moderator: ok; *: none", "missing": "*: none"},
        of="set",
    ),
]
