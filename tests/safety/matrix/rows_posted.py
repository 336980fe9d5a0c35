"""Staying posted: the link of a mail is the right to manage; who has none follows, or asks for the link."""

from kracht.foundation.audit.facts import VISITOR
from kracht.foundation.subscriptions.facts import What
from kracht.foundation.subscriptions.operations import following
from kracht.kernel import clock
from tests.safety.matrix.format import World, get, post

HERE = What("area", "GM0344")


def plant(world: World) -> None:
    """A subscription in each state, each of its own address."""
    for state in ("asked", "live", "ended"):
        address = f"{state}@voorbeeld.example"
        one = following.follow(what=HERE, address=address, cadence="once", language="nl", by=VISITOR, at=clock.now())
        if state != "asked":
            following.confirm(token=one.token, by=VISITOR, at=clock.now())
        if state == "ended":
            following.end(token=one.token, by=VISITOR, at=clock.now())
        world.add("posted", state, token=one.token)
    world.add("posted", "missing", token="geen.token")


LINK = "stay-posted/<str:token>/"
ALL = {"asked live ended": "*: ok", "missing": "*: gone"}
AREA = "?kind=area&key=GM0344"
ROWS = [
    get("stay-posted/", "*: ok"),
    post("stay-posted/", "outside: bad; *: go", body={"address": "geen"},
         never="a good address answers alike for known and unknown: own tests"),
    get("stay-posted/follow/", "*: ok", query=AREA),
    get("stay-posted/follow/", "*: none", query="?kind=area&key=GM9999"),
    post("stay-posted/follow/", "outside: bad; *: ok", query=AREA, body={"cadence": "daily", "address": "geen"}),
    get("stay-posted/sent/", "*: go"),
    get(LINK, ALL, of="posted"),
    post(LINK, {"asked": "*: ok", "live ended": "*: go", "missing": "*: gone"}, of="posted", body={"act": "confirm"}),
    post(LINK, {"asked live": "*: ok", "ended": "*: go", "missing": "*: gone"}, of="posted", body={"act": "end"}),
    get(LINK + "stop/", ALL, of="posted"),
    post(LINK + "stop/", {"asked live": "*: ok", "missing": "*: gone"}, of="posted"),
    post(LINK + "stop/", {"ended": "*: ok"}, of="posted", writes=False),
]  # fmt: skip
