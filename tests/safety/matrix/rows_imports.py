"""Bringing in data: moderators, and who acts for an organisation as its owner or editor."""

from datetime import UTC, datetime

from kracht.domains.imports.facts import Mapping
from kracht.domains.imports.models import Row
from kracht.domains.imports.operations import applying, checking, starting
from kracht.foundation.audit.facts import Program
from tests.safety.matrix.format import World, get, post

BY, AT = Program("matrix"), datetime(2026, 11, 2, 12, tzinfo=UTC)
FILE = b"id;naam;omschrijving;lat;lon\n1;Kas van de matrix;Samen telen.;52.0907;5.1214\n"
DESK = "moderator: ok; outside: sign; *: no"
ABSENT = DESK.replace("ok", "none")
TOLD = DESK.replace("ok", "go")  # back to the page of the run, which says why nothing was done


def plant(world: World) -> None:
    """Runs in the states that matter, each of its own source."""
    for state in ("mapping", "checked", "applied"):
        source = starting.name_source(title=f"Matrix {state}", organisation_id=None, by=BY, user=None, at=AT)
        file = starting.Incoming("kas.csv", [FILE.replace(b"1;", state.encode() + b";", 1)])
        run = starting.receive(source=source, file=file, by=BY, user=None, at=AT)
        if state != "mapping":
            starting.map_columns(run=run, mapping=Mapping.of(run.mapping), by=BY, at=AT, wait=False)
            checking.check(run_id=run.pk, by=BY, at=AT)
        if state == "applied":
            applying.start(run=run, by=BY, moderator=True, at=AT, wait=False)
            applying.apply(run_id=run.pk, by=BY, at=AT)
        world.add("run", state, key=run.pk, source=source.pk, row=getattr(Row.objects.filter(run=run).first(), "pk", 0))
    world.add("run", "missing", key=0, source=0, row=0)


EACH = "mapping checked applied"
ROWS = [
    get("invoer/", DESK),
    get("invoer/nieuw/", DESK),
    post("invoer/nieuw/", DESK.replace("ok", "bad"), never="a file must come with it: journeys and test_views send one"),
    get("invoer/bronnen/", DESK),
    post(
        "invoer/bronnen/<int:key>/", {EACH: DESK, "missing": ABSENT}, of="run",
        path="invoer/bronnen/{source}/", body={},
    ),
    get("invoer/<int:key>/", {EACH: DESK, "missing": ABSENT}, of="run"),
    post(
        "invoer/<int:key>/kolommen/", {"mapping checked": DESK, "applied": TOLD, "missing": ABSENT}, of="run",
        body={"column_name": "naam", "abroad": "refuse", "licence": "CC-BY-4.0"},
    ),
    post(
        "invoer/<int:key>/keuze/", {"checked": DESK, "mapping applied": TOLD, "missing": ABSENT}, of="run",
        body={"tab": "alike", "row": "{row}", "choice-{row}": "skip"},
    ),
    post("invoer/<int:key>/doen/", {"checked": DESK, "mapping": TOLD, "missing": ABSENT}, of="run", body={"act": "apply"}),
    post("invoer/<int:key>/doen/", {"applied": DESK, "mapping": TOLD}, of="run", body={"act": "undo"}),
    get("invoer/<int:key>/fouten.csv", {EACH: DESK, "missing": ABSENT}, of="run"),
]  # fmt: skip
