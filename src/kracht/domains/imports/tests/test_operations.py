"""A file into the register: tried, brought in once, never twice, taken out whole."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from kracht.domains.imports.facts import Choice, RunState
from kracht.domains.imports.models import Progress, Row, Run
from kracht.domains.imports.operations import applying, checking, starting
from kracht.domains.imports.operations.progress import Stopped, Tracker
from kracht.domains.imports.tests.factories import AT, BY, applied, bring_in, received, tried, undone
from kracht.domains.initiatives.models import Initiative, Provenance
from kracht.domains.initiatives.tests.factories import make_areas, publish
from kracht.domains.initiatives.tests.test_sourcing import dump

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
HEAD = "id;naam;omschrijving;thema;breedtegraad;lengtegraad;website;e-mail;gemeente\n"
GARDEN = "1;De Tuin;Samen tuinieren. Elke zaterdag.;Groen;52,0907;5,1214;www.tuin.example;;GM0344\n"
CAFE = "2;Repair Café Oost;Maken wat stuk is;Circulair;52.3702;4.8952;cafe@oost.example;;GM0363\n"
FILE = HEAD + GARDEN + CAFE


@pytest.fixture(autouse=True)
def _areas(db):
    return make_areas()


def test_a_dutch_csv_is_understood_tried_and_brought_in():
    run = tried(FILE)
    assert run.state == RunState.CHECKED
    assert run.counts["created"] == 2
    assert not Initiative.objects.exists()
    bring_in(run)
    garden, cafe = Initiative.objects.order_by("id")
    assert (garden.name, garden.summary, garden.story) == (
        "De Tuin",
        "Samen tuinieren.",
        "Samen tuinieren. Elke zaterdag.",
    )
    assert (garden.themes, garden.municipality.code, garden.website) == ([8], "GM0344", "https://www.tuin.example")
    assert (cafe.website, cafe.contact_email) == ("", "cafe@oost.example")
    assert any("mail" in said.lower() for _column, said in Row.objects.get(key="2").warnings)


def test_the_second_time_changes_nothing_and_undo_leaves_the_database_as_before():
    publish("Stond er al")
    before = dump()
    first = applied(FILE)
    between = dump()
    second = applied(FILE, at=LATER)
    assert (second.counts["unchanged"], second.counts["applied"]) == (2, {})
    assert dump() == between
    undone(second)
    assert dump() == between
    undone(first, at=LATER)
    assert dump() == before


def test_undo_of_changes_restores_and_leaves_what_was_edited_since():
    applied(FILE)
    before = dump()
    second = applied(
        FILE.replace("Samen tuinieren", "Nu ook koken").replace("Repair Café Oost", "Repair Café"), at=LATER
    )
    assert second.counts["applied"]["changed"] == 2
    Initiative.objects.filter(name="Repair Café").update(summary="Met de hand", updated_at=LATER + timedelta(hours=1))
    undone(second, at=LATER)
    assert Initiative.objects.get(source_key="1").summary == "Samen tuinieren."
    assert Initiative.objects.get(source_key="2").summary == "Met de hand"
    row = Row.objects.get(run=second, key="2")
    assert (row.outcome, bool(row.outcome_said)) == ("stays", True)
    assert dump() != before


def test_a_local_edit_is_a_conflict_that_a_person_settles():
    applied(FILE)
    Initiative.objects.filter(source_key="1").update(name="Onze Tuin")
    run = tried(FILE.replace("De Tuin", "Tuin BV"), at=LATER)
    row = Row.objects.get(run=run, verdict="conflict")
    assert row.conflicts == [["name", "Onze Tuin", "Tuin BV"]]
    applying.choose(run=run, choices={}, takes={row.pk: {"name": "take"}})
    bring_in(run, at=LATER)
    assert Initiative.objects.get(source_key="1").name == "Tuin BV"


def test_a_likely_duplicate_waits_for_a_choice_and_the_choice_is_remembered():
    mine = publish("De Tuin", lat=52.0908, lon=5.1215)
    run = tried(FILE)
    row = Row.objects.get(run=run, key="1")
    assert row.alike[0]["id"] == mine.pk
    assert {"name", "near"} <= set(row.alike[0]["reasons"])
    bring_in(run)
    assert Initiative.objects.count() == 2
    row.refresh_from_db()
    assert row.outcome == "left"
    again = tried(FILE, at=LATER)
    row = Row.objects.get(run=again, key="1")
    applying.choose(run=again, choices={row.pk: (Choice.SAME, mine.pk)}, takes={})
    bring_in(again, at=LATER)
    assert Provenance.objects.get(source_key="1").initiative_id == mine.pk
    third = tried(FILE, at=LATER)
    assert third.counts.get("alike", 0) == 0
    assert Row.objects.get(run=third, key="1").verdict == "conflict"  # the summary differs, and nobody chose yet


def test_equal_names_inside_one_file_are_shown_and_can_be_the_same():
    twice = FILE + "3;De Tuin;Nog eens;Groen;52.0909;5.1214;;info@tuin.example;GM0344\n"
    run = tried(twice)
    row = Row.objects.get(run=run, key="3")
    assert row.alike == [{"row": 2, "key": "1", "name": "De Tuin", "reasons": ["file"]}]
    applying.choose_rest(run=run, choice=Choice.SAME)
    bring_in(run)
    assert Initiative.objects.count() == 2
    assert Provenance.objects.filter(initiative__name="De Tuin").count() == 2
    assert Initiative.objects.get(name="De Tuin").contact_email == "info@tuin.example"
    undone(run)
    assert not Initiative.objects.exists()


def test_a_point_outside_the_municipality_it_names_goes_in_with_a_flag():
    run = applied(HEAD + GARDEN.replace("GM0344", "GM0363"))
    assert Initiative.objects.get().municipality.code == "GM0344"
    assert any("Amsterdam" in said for _column, said in Row.objects.get(run=run).warnings)


def test_points_abroad_are_refused_or_go_in_without_a_place():
    abroad = HEAD + GARDEN.replace("52,0907;5,1214", "34.07;-118.4")
    assert applied(abroad).counts["refused"] == 1
    assert not Initiative.objects.exists()
    run = applied(abroad, mapping={"abroad": "nowhere"})
    assert (Initiative.objects.get().lat, run.counts["warning"]) == (None, 1)


def test_rows_that_cannot_be_are_refused_with_row_column_and_sentence():
    bad = (
        FILE
        + ";;;;;;;;\n4;;Zonder naam;;;;;;\n5;"
        + "x" * 121
        + ";y;;;;;;\n1;Dubbel;z;;;;;;\n6;a;b;c;d;e;f;g;h;te veel\n"
    )
    run = applied(bad)
    rows = {row.key: row for row in Row.objects.filter(run=run, verdict="refused")}
    assert run.counts["applied"]["created"] == 2
    assert [rows["4"].problems[0][0], rows["5"].problems[0][0]] == ["name", "name"]
    assert rows["1"].problems[0][1]
    assert rows[""].problems[0][1]
    assert rows["4"].number == 5


def test_stopping_leaves_nothing_and_it_can_be_brought_in_after_all(monkeypatch):
    run = tried(FILE)
    before = dump()

    def stop(self, done, total):
        raise Stopped

    with monkeypatch.context() as patched:
        patched.setattr(Tracker, "tell", stop)
        bring_in(run)
    run.refresh_from_db()
    assert (run.state, dump()) == (RunState.CHECKED, before)
    assert run.said
    bring_in(run)
    assert Initiative.objects.count() == 2


def test_another_file_of_the_source_waits_and_only_moderators_bring_in():
    first, second = tried(FILE), tried(FILE)
    with pytest.raises(PermissionDenied):
        applying.start(run=first, by=BY, moderator=False, at=AT)
    applying.start(run=first, by=BY, moderator=True, at=AT)
    with pytest.raises(ValidationError):
        applying.start(run=second, by=BY, moderator=True, at=AT)
    applying.apply(run_id=first.pk, by=BY, at=AT)
    applying.start(run=second, by=BY, moderator=True, at=AT)


def test_doing_the_work_twice_does_it_once():
    run = tried(FILE)
    bring_in(run)
    applying.apply(run_id=run.pk, by=BY, at=LATER)
    checking.check(run_id=run.pk, by=BY, at=LATER)
    assert Initiative.objects.count() == 2
    with pytest.raises(ValidationError):
        applying.start(run=run, by=BY, moderator=True, at=LATER)


def test_a_whole_file_leaves_tombstones_of_what_is_not_in_it():
    applied(FILE)
    run = applied(HEAD + GARDEN, whole=True, at=LATER)
    assert run.counts["applied"]["removed"] == 1
    assert Initiative.objects.get(source_key="2").state == "withdrawn"
    undone(run, at=LATER)
    assert Initiative.objects.get(source_key="2").state == "published"


def test_columns_are_remembered_for_the_next_file():
    odd = "nr,wat,waar\n1,De Tuin,Utrecht\n"
    tried(odd, mapping={"columns": {"key": "nr", "name": "wat", "town": "waar"}})
    assert received(odd, at=LATER).mapping["columns"] == {"key": "nr", "name": "wat", "town": "waar"}


def test_a_column_that_comes_later_is_guessed_and_one_that_was_left_out_stays_out():
    # the first file has a website, which is left out, and nothing in its column of telephone numbers
    first = "id,naam,website,telefoon\n1,De Tuin,https://tuin.example/,\n"
    tried(first, mapping={"columns": {"key": "id", "name": "naam"}})
    later = "id,naam,website,telefoon,email\n1,De Tuin,https://tuin.example/,0612345678,jo@tuin.example\n"
    columns = received(later, at=LATER).mapping["columns"]
    assert columns == {"key": "id", "name": "naam", "contact_phone": "telefoon", "contact_email": "email"}


@pytest.mark.parametrize(
    "body", ["", "\n\n", "{", "[1", '{"a": NaN}', "PK\x03\x04rommel", '"nooit dicht\n' + "x" * 200_000]
)
def test_files_that_are_nothing_are_refused_with_a_sentence_and_leave_nothing(body):
    with pytest.raises(ValidationError) as found:
        received(body)
    assert found.value.messages[0]
    assert not Run.objects.exists()


def test_too_large_a_file_is_refused_before_all_of_it_is_read(settings):
    read = []

    def endless():
        for number in range(10_000):
            read.append(number)
            yield b"x" * 1_000_000

    source = starting.name_source(title="Groot", organisation_id=None, by=BY, user=None, at=AT)
    with pytest.raises(ValidationError):
        starting.receive(source=source, file=starting.Incoming("groot.csv", endless()), by=BY, user=None, at=AT)
    assert len(read) < 60
    assert not Progress.objects.exists()


def test_private_addresses_are_not_fetched():
    for url in ("http://10.0.0.1/x.csv", "file:///etc/passwd", "http://[::ffff:192.168.0.1]/", "ftp://x.example/a"):
        with pytest.raises(ValidationError):
            starting.fetch(url=url)


SHARED = Path(__file__).parents[6] / "shared" / "data"


@pytest.mark.skipif(not SHARED.exists(), reason="the real files of ../shared/data are not here")
@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("initiatives/rotterdam_initiatieven_70pct.json", {}),
        ("feeds/openfairdb/search_results.json", {"abroad": "nowhere"}),
        ("feeds/murmurations/organizations_schema-v1.0.0-example-import.csv", {"abroad": "nowhere"}),
        ("initiatives/amsterdam_repaircafes.json", {}),
    ],
)
def test_the_real_files_go_in_once_and_out_again(path, given, real_areas):
    file = SHARED / path
    before = dump()
    run = applied(file.read_bytes(), filename=file.name, mapping=given, rest=Choice.OTHER, title="Echt")
    assert run.counts["rows"] == run.counts["created"] + run.counts.get("refused", 0)
    assert run.counts["created"] >= 0.97 * run.counts["rows"]
    between = dump()
    second = applied(file.read_bytes(), filename=file.name, mapping=given, title="Echt", at=LATER)
    assert second.counts["unchanged"] == run.counts["created"]
    assert dump() == between
    undone(second)
    undone(run)
    assert dump() == before


@pytest.fixture
def real_areas(db):
    """The municipalities that the real files name."""
    from kracht.foundation.places.models import Area

    for code, name, lat, lon in (
        ("GM0599", "Rotterdam", 51.92, 4.48),
        ("GM0502", "Capelle aan den IJssel", 51.93, 4.58),
        ("GM0622", "Vlaardingen", 51.91, 4.34),
    ):
        parent, _made = Area.objects.get_or_create(
            code="PV28",
            defaults={
                "kind": "province", "name": "Zuid-Holland", "slug": "pv28", "norm": "zuid-holland", "lat": 52, "lon": 4.5,
                "parent": Area.objects.get(code="NL"),
            },
        )  # fmt: skip
        row = Area.objects.create(
            code=code,
            kind="municipality",
            name=name,
            slug=code.lower(),
            norm=name.lower(),
            lat=lat,
            lon=lon,
            parent=parent,
        )
        Area.objects.create(
            code=f"WK{code[2:]}00",
            kind="district",
            name=name,
            slug=f"wk{code}",
            norm=name.lower(),
            lat=lat,
            lon=lon,
            parent=row,
        )
