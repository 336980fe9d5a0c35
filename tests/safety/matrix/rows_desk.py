"""Adding an initiative, the links in its mails, and the moderation desk."""

import secrets
from datetime import timedelta

from kracht.foundation.guard.queries import start_stamp
from kracht.kernel import clock
from kracht.surfaces.backoffice.tests.conftest import checked
from tests.safety.matrix.format import World, get, post

FORM = {
    "act": "send", "name": "Xylofoonclub Quint", "summary": "Wekelijks samen spelen.", "themes": ["8"],
    "stage": "running", "lat": "52.38", "lon": "4.9", "email": "m@voorbeeld.example", "consent": "on",
    "once": secrets.token_urlsafe(24), "started": start_stamp(at=clock.now() - timedelta(minutes=2)),
}  # fmt: skip
ANSWER = {key: value for key, value in FORM.items() if key not in {"email", "consent", "once", "started"}}
DESK = "moderator: ok; outside: sign; *: no"
LOST = DESK.replace("ok", "clash")
ABSENT = DESK.replace("ok", "none")
MAILED = {"notify_notice", "procrastinate_jobs", "procrastinate_events"}  # once, however often the link is opened
LINKS = "published missing"  # entries that nobody sent in


def plant(world: World) -> None:
    """The page "is this it?" asks first; what it puts in the form."""
    page = world.clients["stranger"].post("/nl/voeg-toe/", FORM).text
    form = checked(FORM, page)
    world.add("form", "checked", seen=form["seen"], area=form["area_code"], place=form["place_known"])


ROWS = [
    get("add/", "*: ok"),
    post("add/", {"checked": "*: ok"}, of="form", body={**FORM, "seen": "{seen}", "area_code": "{area}", "place_known": "{place}"}),
    get("add/sent/", "*: go"),
    post("add/alike/", "*: ok", body=FORM, writes=False),
    post("add/where/", "*: ok", body=FORM, writes=False),
    post("add/pictures/", "*: ok", body=FORM, writes=False),
    get("add/suggest/", "*: ok"),
    get("add/confirm/<str:token>/", {"draft waiting asked refused withdrawn": "*: ok", LINKS: "*: gone"}, of="entry"),
    post("add/confirm/<str:token>/", {"draft": "*: ok", LINKS: "*: gone"}, of="entry"),
    post("add/confirm/<str:token>/", {"waiting asked refused withdrawn": "*: go"}, of="entry", writes=False, also=MAILED),
    get("add/answer/<str:token>/", {"asked draft waiting refused withdrawn": "*: ok", LINKS: "*: gone"}, of="entry"),
    post("add/answer/<str:token>/", {"asked": "*: ok", LINKS: "*: gone"}, of="entry", body=ANSWER),
    post(
        "add/answer/<str:token>/", {"draft waiting refused withdrawn": "*: ok"}, of="entry", body=ANSWER, writes=False
    ),
    get("desk/", DESK),
    get(
        "desk/<int:key>/",
        {"waiting asked refused withdrawn published": DESK, "draft missing": ABSENT},
        of="entry",
    ),
    post(
        "desk/<int:key>/decide/",
        {"waiting asked": DESK, "published refused withdrawn": LOST, "draft missing": ABSENT},
        of="entry",
        body={"act": "publish"},
    ),
    post(
        "desk/<int:key>/decide/",
        {"published": DESK, "waiting asked refused withdrawn": LOST, "draft missing": ABSENT},
        of="entry",
        body={"act": "withdraw", "text": "asked"},
    ),
    get("desk/<int:key>/edit/", {"waiting asked refused withdrawn published": DESK, "draft missing": ABSENT}, of="entry"),
    post(
        "desk/<int:key>/edit/",
        {"waiting asked refused withdrawn published": DESK, "draft missing": ABSENT},
        of="entry",
        body=ANSWER,
    ),
]  # fmt: skip
