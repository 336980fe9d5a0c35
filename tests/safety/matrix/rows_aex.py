"""The public pages of the valuation, and gifts. Nothing is released here: the app's own tests read a release."""

from kracht.domains.initiatives.facts import Evidence
from kracht.domains.initiatives.operations import owning
from kracht.domains.initiatives.tests.factories import UTRECHT, publish
from kracht.domains.value.operations import giving
from kracht.foundation.accounts.tests.factories import person
from kracht.foundation.audit.facts import Program
from kracht.kernel import clock
from tests.safety.matrix.format import World, get, post

NONE = "no release is made here; the app's own tests have one"
GIFT = "value/follow-your-gift/<slug:slug>/<int:year>/"


def plant(world: World) -> None:
    """A gift that somebody else promised to an entry of two owners and an organisation."""
    row = publish("Begiftigd", lat=UTRECHT[0], lon=UTRECHT[1])
    for role in ("owner", "coowner"):
        if role not in world.people:
            world.plays(role, person(role.title()))
    for role, organisation in (("owner", None), ("coowner", None), ("owner", "own")):
        owning.become_owner(
            row,
            user=world.people[role],
            organisation_id=world.things["organisation"][organisation]["number"] if organisation else None,
            evidence=Evidence.OWNER,
            by=world.people[role],
            at=clock.now(),
        )
    made = giving.promise(
        initiative_id=row.pk, year=2024, kind="money", cents=2500, once="matrix", by=Program("giver"), at=clock.now()
    )
    world.add("gift", "open", slug=row.slug, year=2024, number=made.pk)
    world.add("gift", "missing", slug="bestaat-niet", year=2024, number=0)


ROWS = [
    *(
        get(f"value/{page}", "*: ok")
        for page in ("", "index/", "benchmark/", "growth-map/", "the-country-saves/", "method/", "follow-your-gift/")
    ),
    get("value/index/members/", "*: none", never=NONE),
    get("value/index/members.csv", "*: none", never=NONE),
    get("value/index/<slug:part>/", "*: none", path="value/index/theme-1/", never=NONE),
    get("value/index/<slug:part>.<str:kind>", "*: none", path="value/index/all.csv", never=NONE),
    get("value/benchmark/<slug:slug>/", "*: none", path="value/benchmark/x/", never=NONE),
    get("value/benchmark/<slug:slug>.<str:kind>", "*: none", path="value/benchmark/x.csv", never=NONE),
    get("value/growth-map.<str:kind>", "*: none", path="value/growth-map.csv", never=NONE),
    get("value/the-country-saves.<str:kind>", "*: none", path="value/the-country-saves.csv", never=NONE),
    get("value/releases/<str:name>.json", "*: none", path="value/releases/2024.json", never=NONE),
    get(GIFT, {"open": "*: ok", "missing": "*: none"}, of="gift"),
    get("value/follow-your-gift/<slug:slug>/<int:year>.csv", {"open": "*: ok", "missing": "*: none"}, of="gift"),
    get(f"{GIFT}give/", {"open": "outside: sign; *: ok", "missing": "outside: sign; *: none"}, of="gift"),
    post(
        f"{GIFT}give/",
        {"open": "outside: sign; *: ok", "missing": "outside: sign; *: none"},
        of="gift",
        body={"kind": "money", "amount": "12,50", "shown_as": "", "once": "matrixpost"},
    ),
    post(
        "value/follow-your-gift/<int:number>/say/",
        {
            "open": "outside: sign; owners: ok; organisation: ok; org_treasurer: no; *: no",
            "missing": "outside: sign; *: none",
        },
        of="gift",
        body={"said": "received"},
    ),
    *(get(f"api/v1/value/{page}", "*: ok") for page in ("constituents", "releases")),
    get("api/v1/value/index", "*: bad", never=NONE),
    get("api/v1/value/gaps", "*: none", never=NONE),
    get("api/v1/value/national", "*: none", never=NONE),
    get("api/v1/value/set", "*: ok"),
    get("api/v1/value/benchmark/<str:slug>", "*: none", path="api/v1/value/benchmark/x", never=NONE),
    get("api/v1/value/sheets/<str:slug>/<int:year>", "*: none", path="api/v1/value/sheets/x/2024", never=NONE),
    get("api/v1/value/releases/<str:name>", "*: none", path="api/v1/value/releases/2024", never=NONE),
]
