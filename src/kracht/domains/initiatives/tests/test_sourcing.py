"""Records of a source: once per key, never over a change made here, and back again."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from kracht.domains.initiatives.facts import SourceRecord, State, Verdict
from kracht.domains.initiatives.models import Initiative, Need, Party, Provenance
from kracht.domains.initiatives.operations import sourcing, undoing
from kracht.domains.initiatives.operations.sourcing import Sender
from kracht.domains.initiatives.queries import sourcing as reading
from kracht.domains.initiatives.tests.factories import AT, SOURCE, UTRECHT, make_areas, publish

pytestmark = pytest.mark.django_db
SENDER = Sender("rotterdam")
LATER = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _areas(db):
    return make_areas()


def record(key="1", **given):
    options = {name: given.pop(name) for name in ("take", "keep", "moment", "initiative_id", "slug") if name in given}
    values = {
        "name": "De Tuin",
        "summary": "Samen tuinieren",
        "themes": [8],
        "place": {"lat": UTRECHT[0], "lon": UTRECHT[1]},
        "needs": [["hands", "zaterdags"]],
        "parties": [["Gemeente", "government"]],
        "website": "www.tuin.example",
    }
    return SourceRecord(key, values | given, **options)


def send(*records, at=AT, sender=SENDER):
    return sourcing.put_many(records=records, sender=sender, by=SOURCE, at=at)


def dump():
    """Everything a run may touch, in an order that does not depend on how it was written."""
    with connection.cursor() as db:
        found = []
        for table, but in (
            ("initiative", "'id','search','mp'"),
            ("need", "'id'"),
            ("party", "'id'"),
            ("tally", "'id'"),
        ):
            db.execute(
                f"SELECT r FROM (SELECT to_jsonb(t) - ARRAY[{but}] AS r FROM initiatives_{table} t) AS q ORDER BY r::text"
            )
            found.append([json.loads(row[0]) for row in db.fetchall()])
        db.execute("SELECT r FROM (SELECT to_jsonb(t) - 'id' AS r FROM initiatives_provenance t) AS q ORDER BY r::text")
        found.append([json.loads(row[0]) for row in db.fetchall()])
    found[3] = [row for row in found[3] if row["n"]]
    return found


def test_a_new_record_becomes_an_entry_with_place_needs_parties_and_provenance():
    (put,) = send(record())
    row = Initiative.objects.get()
    assert (put.verdict, put.initiative_id, put.slug) == (Verdict.CREATED, row.pk, "de-tuin")
    assert (row.state, row.website, row.themes) == (State.PUBLISHED, "https://www.tuin.example", [8])
    assert row.municipality.code == "GM0344"
    assert list(row.needs.values_list("kind", "text")) == [("hands", "zaterdags")]
    assert (row.need_kinds, row.sectors) == (["hands"], ["government"])
    assert "utrecht" in row.parts
    kept = Provenance.objects.get()
    assert (kept.source, kept.source_key, set(kept.sent)) == ("rotterdam", "1", set(record().values))


def test_the_same_again_changes_nothing_at_all():
    send(record(), record("2", name="Een andere"))
    before = dump()
    assert [put.verdict for put in send(record(), record("2", name="Een andere"), at=LATER)] == ["unchanged"] * 2
    assert dump() == before


def test_what_the_source_changed_is_written_and_nothing_else():
    send(record())
    Initiative.objects.update(story="Hier getypt", updated_at=LATER)
    (put,) = send(record(summary="Nu ook koken", needs=[]), at=LATER)
    row = Initiative.objects.get()
    assert put.verdict == Verdict.CHANGED
    assert {change.field for change in put.changes} == {"summary", "needs"}
    assert (row.summary, row.story, row.need_kinds, row.updated_at) == ("Nu ook koken", "Hier getypt", [], LATER)
    assert not Need.objects.exists()
    assert Party.objects.count() == 1


def test_a_field_changed_here_alone_stays_and_is_no_conflict():
    send(record())
    Initiative.objects.update(name="De Tuin van Ons")
    (put,) = send(record(), at=LATER)
    assert (put.verdict, Initiative.objects.get().name) == (Verdict.UNCHANGED, "De Tuin van Ons")


def test_a_field_changed_on_both_sides_is_a_conflict_until_somebody_chooses():
    send(record())
    Initiative.objects.update(name="De Tuin van Ons")
    changed = {"name": "Tuin 2.0", "summary": "Nieuw"}
    (put,) = send(record(**changed), at=LATER)
    row = Initiative.objects.get()
    assert put.verdict == Verdict.CONFLICT
    assert (row.name, row.summary) == ("De Tuin van Ons", "Nieuw")
    assert [(one.field, one.before, one.after) for one in put.conflicts] == [("name", "De Tuin van Ons", "Tuin 2.0")]
    assert send(record(**changed), at=LATER)[0].verdict == Verdict.CONFLICT
    assert send(record(**changed, keep=frozenset({"name"})), at=LATER)[0].verdict == Verdict.UNCHANGED
    assert send(record(**changed), at=LATER)[0].verdict == Verdict.UNCHANGED
    assert Initiative.objects.get().name == "De Tuin van Ons"
    (taken,) = send(record(**changed | {"name": "Tuin 3"}, take=frozenset({"name"})), at=LATER)
    assert (taken.verdict, Initiative.objects.get().name) == (Verdict.CHANGED, "Tuin 3")


def test_a_source_that_owns_a_field_writes_it_and_another_may_not():
    owner = Sender("partner", owned=frozenset({"name"}))
    (first,) = send(record(), sender=owner)
    Initiative.objects.update(name="Stiekem anders")
    assert reading.owned_fields(first.initiative_id) == {"name": "partner"}
    (put,) = send(record("x", name="Van een ander", initiative_id=first.initiative_id))
    assert (put.verdict, Initiative.objects.count()) == (Verdict.CONFLICT, 1)
    (put,) = send(record(name="Van de eigenaar"), sender=owner, at=LATER)
    assert (put.verdict, Initiative.objects.get().name) == (Verdict.CHANGED, "Van de eigenaar")


def test_an_older_state_than_was_sent_before_is_left():
    send(record(moment=AT))
    (put,) = send(record(name="Oud", moment=AT - timedelta(days=2)), at=LATER)
    assert (put.verdict, Initiative.objects.get().name) == (Verdict.UNCHANGED, "De Tuin")
    (put,) = send(record(name="Nieuw", moment=AT + timedelta(minutes=1)), at=LATER)
    assert Initiative.objects.get().name == "Nieuw"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": None}, "name"),
        ({"name": ["a"]}, "name"),
        ({"summary": "\x00"}, "summary"),
        ({"themes": ["bestaat-niet"]}, "themes"),
        ({"themes": 5}, "themes"),
        ({"people": "9" * 40}, "people"),
        ({"people": True}, "people"),
        ({"since": 99}, "since"),
        ({"website": "tuin@voorbeeld.example"}, "website"),
        ({"website": "geen adres"}, "website"),
        ({"contact_email": "geen"}, "contact_email"),
        ({"place": {"lat": 34.07, "lon": -118.4}}, "place"),
        ({"place": {"lat": float("nan"), "lon": 5}}, "place"),
        ({"place": {"lat": 52}}, "place"),
        ({"place": {"area": "GM9999"}}, "place"),
        ({"stage": "misschien"}, "stage"),
        ({"needs": [["love", ""]]}, "needs"),
        ({"parties": [["X", "aliens"]]}, "parties"),
        ({"sdgs": [18]}, "sdgs"),
        ({"onbekend": 1}, "onbekend"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_the_field_and_the_others_go_in(values, field):
    bad, good = send(record("slecht", **values), record("goed"))
    assert (bad.verdict, good.verdict) == (Verdict.REFUSED, Verdict.CREATED)
    assert [problem.field for problem in bad.problems] == [field]
    assert bad.problems[0].sentence
    assert Initiative.objects.count() == 1


def test_a_key_twice_or_none_is_refused():
    first, second, none = send(record("1"), record("1"), record(""))
    assert (first.verdict, second.verdict, none.verdict) == ("created", "refused", "refused")


def test_equal_names_get_their_own_addresses():
    slugs = [put.slug for put in send(*(record(str(number)) for number in range(4)))]
    assert slugs[0] == "de-tuin"
    assert len(set(slugs)) == 4


def test_somewhere_in_an_area_and_nowhere():
    send(record("1", place={"area": "wk034401"}), record("2", place={}))
    area, nowhere = Initiative.objects.order_by("id")
    assert (area.place_kind, area.district.code, area.place_name) == ("area", "WK034401", "West")
    assert (nowhere.place_kind, nowhere.lat, nowhere.municipality_id) == ("area", None, None)


def test_an_entry_that_came_before_provenance_is_known_by_its_key():
    row = publish("Oude bekende")
    (put,) = send(SourceRecord("Oude bekende", {"name": "Oude bekende"}), sender=Sender("test"))
    assert (put.verdict, put.initiative_id) == (Verdict.UNCHANGED, row.pk)


def test_a_record_that_a_person_joined_to_an_entry_adds_and_never_overwrites():
    row = publish("De Kromme Akker", people=30)
    (put,) = send(record(name="Kromme akker", people=None, initiative_id=row.pk), at=LATER)
    row.refresh_from_db()
    assert put.verdict == Verdict.CONFLICT
    assert (row.name, row.people, row.website) == ("De Kromme Akker", 30, "https://www.tuin.example")
    assert {one.field for one in put.conflicts} == {"name", "summary"}


def test_a_vanished_record_leaves_a_tombstone_and_comes_back():
    send(record())
    (gone,) = sourcing.remove_many(keys=["1"], source="rotterdam", by=SOURCE, at=LATER)
    assert (gone.verdict, Initiative.objects.get().state) == (Verdict.REMOVED, State.WITHDRAWN)
    assert reading.known_keys("rotterdam") == {}
    assert sourcing.remove_many(keys=["1"], source="rotterdam", by=SOURCE, at=LATER)[0].verdict == Verdict.UNCHANGED
    (back,) = send(record(), at=LATER + timedelta(hours=1))
    assert (back.verdict, Initiative.objects.get().state) == (Verdict.RESTORED, State.PUBLISHED)


def test_what_a_moderator_took_out_does_not_come_back():
    send(record())
    Initiative.objects.update(state=State.WITHDRAWN, state_before=State.PUBLISHED)
    send(record(name="Opnieuw"), at=LATER)
    assert (Initiative.objects.get().state, Initiative.objects.get().name) == (State.WITHDRAWN, "Opnieuw")


def test_taking_back_leaves_the_database_as_before():
    send(record("1"), record("2", name="Blijft"))
    sourcing.remove_many(keys=["2"], source="rotterdam", by=SOURCE, at=AT)
    mine = publish("Van mij zelf")
    before = dump()
    puts = send(
        record("1", name="Anders", needs=[], parties=[["B", "business"]], place={"area": "GM0363"}),
        record("2", name="Blijft"),
        record("3", name="Nieuw"),
        record("4", initiative_id=mine.pk, website="nieuw.example"),
        at=LATER,
    )
    assert [put.verdict for put in puts] == ["changed", "restored", "created", "conflict"]
    assert dump() != before
    back = undoing.take_back(
        traces=[put.trace for put in puts if put.trace], source="rotterdam", by=SOURCE, at=LATER + timedelta(hours=1)
    )
    assert {put.verdict for put in back} == {Verdict.RESTORED, Verdict.REMOVED}
    assert dump() == before


def test_taking_back_is_a_few_statements_however_many_entries(django_assert_max_num_queries):
    puts = send(*(record(str(n), name=f"Tuin {n}") for n in range(250)))
    follower = publish("Volgt een tuin")
    Initiative.objects.filter(pk=follower.pk).update(recipe=puts[0].initiative_id)
    with django_assert_max_num_queries(40):
        undoing.take_back(traces=[put.trace for put in puts], source="rotterdam", by=SOURCE, at=LATER)
    assert list(Initiative.objects.values_list("pk", "recipe_id")) == [(follower.pk, None)]
    assert not Need.objects.exists()
    assert not Provenance.objects.exists()


def test_what_was_written_twice_in_one_run_goes_back_to_the_very_first():
    (made,) = send(record())
    before = dump()
    first = send(record(name="Eerst"), at=LATER)
    second = send(record(name="Daarna"), at=LATER)
    traces = [put.trace for put in (*second, *first)]
    back = undoing.take_back(traces=traces, source="rotterdam", by=SOURCE, at=LATER)
    assert [put.verdict for put in back] == [Verdict.RESTORED] * 2
    assert Initiative.objects.get(pk=made.initiative_id).name == "De Tuin"
    assert dump() == before


def test_taking_back_leaves_what_was_changed_since():
    puts = send(record("1"), record("2", name="Tweede"))
    Initiative.objects.filter(source_key="1").update(name="Bijgewerkt", updated_at=LATER)
    back = undoing.take_back(traces=[put.trace for put in puts], source="rotterdam", by=SOURCE, at=LATER)
    assert [put.verdict for put in back] == [Verdict.REFUSED, Verdict.REMOVED]
    assert back[0].problems[0].sentence
    assert Initiative.objects.get().name == "Bijgewerkt"


def test_a_batch_costs_the_same_few_queries_however_large(django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        send(*(record(str(number), name=f"Tuin {number}") for number in range(200)))
    with django_assert_max_num_queries(45):
        send(*(record(str(number), name=f"Plantsoen {number}") for number in range(200)), at=LATER)
    assert Initiative.objects.filter(name__startswith="Plantsoen").count() == 200
