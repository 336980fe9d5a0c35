"""Imports of the demo: a list that went in, a trial that waits with likely duplicates, and a followed source."""

from datetime import datetime, timedelta

from kracht.domains.imports.facts import Mapping
from kracht.domains.imports.operations import applying, checking, following, starting
from kracht.domains.imports.operations.starting import Fetched, Incoming
from kracht.domains.imports.queries import runs
from kracht.domains.imports.queries.runs import Viewer
from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.queries import cards
from kracht.foundation.accounts.queries import by_email
from kracht.foundation.audit.facts import Actor

DANA = "dana@voorbeeld.example"
HEAD = "id;naam;omschrijving;thema;lat;lon;website;e-mail\n"
TOWNS = (
    ("Zutphen", 52.1402, 6.1961), ("Doetinchem", 51.9647, 6.2938), ("Winterswijk", 51.9717, 6.7203),
    ("Lochem", 52.1597, 6.4147), ("Borculo", 52.1158, 6.5222), ("Vorden", 52.1050, 6.3103),
)  # fmt: skip
KINDS = (
    ("Fietsmaakplek", "Samen fietsen maken voor wie er geen heeft. Elke zaterdag open.", "Circulair"),
    ("Eettafel", "Buren koken voor buren. Schuif aan op woensdag.", "Welzijn"),
    ("Zaadbibliotheek", "Zaden lenen in het voorjaar en terugbrengen in het najaar.", "Groen"),
)
HALLS = (("Dorpshuis De Linde", "De huiskamer van het dorp, gerund door bewoners.", "Gemeenschap"),)
CORNERS = (("Leeshoek", "Voorlezen en boeken ruilen bij de bushalte.", "Cultuur"),)
FOLLOWED = "https://data.voorbeeld.example/dorpshuizen.csv"


def load(*, by: Actor, at: datetime) -> None:
    """Make the three, once."""
    if runs.sources(Viewer(0, moderator=True)):
        return
    _finished(by, at - timedelta(days=3))
    _waiting(by, at - timedelta(hours=2))
    _followed(by, at)


def _lines(kinds: tuple[tuple[str, str, str], ...], prefix: str, size: int) -> str:
    pairs = [(kind, town) for town in TOWNS for kind in kinds][:size]
    return "".join(
        f"{prefix}{n};{kind[0]} {town[0]} (voorbeeld);{kind[1]};{kind[2]};{town[1] + n / 1000:.5f};{town[2]:.5f};"
        f"www.{prefix}{n}.example;info@{prefix}{n}.example\n"
        for n, (kind, town) in enumerate(pairs, 1)
    )


def _tried(title: str, filename: str, body: str, by: Actor, at: datetime) -> int:
    """Take in a file and try it; returns the number of the run."""
    user = by_email(DANA)
    source = starting.name_source(title=title, organisation_id=None, by=by, user=user, at=at)
    run = starting.receive(source=source, file=Incoming(filename, [body.encode()]), by=by, user=user, at=at)
    starting.map_columns(run=run, mapping=Mapping.of(run.mapping), by=by, at=at, wait=False)
    checking.check(run_id=run.pk, by=by, at=at)
    return run.pk


def _finished(by: Actor, at: datetime) -> None:
    """A list of a region that is in the register, with a report."""
    body = HEAD + _lines(KINDS, "achterhoek", 14)
    body += (
        "achterhoek90;Weggeefkast (voorbeeld);Pak wat je nodig hebt.;Armoede;52.1001;6.1;kast@achterhoek90.example;\n"
    )
    body += "achterhoek91;;Zonder naam;Groen;52.1;6.2;;\n"
    key = _tried("Regio Achterhoek (voorbeeld)", "achterhoek-initiatieven.csv", body, by, at)
    found = runs.run(Viewer(0, moderator=True), key)
    if found is not None:
        applying.start(run=found, by=by, moderator=True, at=at, wait=False)
        applying.apply(run_id=key, by=by, at=at)


def _waiting(by: Actor, at: datetime) -> None:
    """A trial in which some are in the register already."""
    here = cards.page(Filters(examples=False), size=40).cards
    doubles = [card for card in here if card.lat is not None and card.lon is not None][:3]
    body = HEAD + _lines(CORNERS, "wijzer", 4)
    for n, card in enumerate(doubles, 50):
        body += f"wijzer{n};{card.name.replace(';', ',')};Uit de wijkgids.;Welzijn;{card.lat};{card.lon};;\n"
    body += "wijzer60;Ver weg (voorbeeld);Ligt in een ander land.;Groen;48.85;2.35;;\n"
    _tried("Wijkgids (voorbeeld)", "wijkgids-2026.csv", body, by, at)


def _followed(by: Actor, at: datetime) -> None:
    """A source that is asked every week, with the history of a month."""
    first = HEAD + _lines(HALLS, "dorpshuis", 5)
    weeks = [at - timedelta(days=days) for days in (22, 15, 8, 1)]
    key = _tried("Dorpshuizen (voorbeeld)", "dorpshuizen.csv", first, by, weeks[0])
    viewer = Viewer(0, moderator=True)
    run = runs.run(viewer, key)
    if run is None:
        return
    applying.start(run=run, by=by, moderator=True, at=weeks[0], wait=False)
    applying.apply(run_id=key, by=by, at=weeks[0])
    source = run.source
    following.schedule(
        source=source, url=FOLLOWED, every="week", by=by, user=by_email(DANA), moderator=True, at=weeks[0],
        first=at + timedelta(days=6),
    )  # fmt: skip
    changed = first.replace("gerund door bewoners", "gerund door bewoners en jongeren")
    more = changed + "dorpshuis77;Dorpshuis Ruurlo (voorbeeld);Nieuw aangesloten.;Gemeenschap;52.0883;6.4536;;\n"
    for body, week in ((changed, weeks[1]), (more, weeks[3])):
        found = Fetched(changed=True, chunks=[body.encode()], url=FOLLOWED)
        following.bring_in(source, found, f"week-{week:%V}", by, week)
        if week == weeks[1]:
            following.note_failure(source, weeks[2])
