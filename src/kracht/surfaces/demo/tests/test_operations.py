"""What stands in the register once the demo is loaded."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings

from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.operations import bulk as register
from kracht.domains.initiatives.queries import cards, desk, entry, totals
from kracht.foundation.access.facts import Role
from kracht.foundation.access.queries import holders
from kracht.foundation.audit.facts import Program
from kracht.foundation.organisations import queries as organisations
from kracht.foundation.places import operations as places_operations
from kracht.foundation.places import queries as places
from kracht.surfaces.demo import examples as made
from kracht.surfaces.demo import magazine as source
from kracht.surfaces.demo.bulk import Bulk
from kracht.surfaces.demo.operations import examples, magazine, people

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
BY = Program("test")
N = 30


def of_source(key: str, name: str = source.SOURCE) -> entry.Entry:
    (found,) = entry.by_ids([entry.keys_of_source(name)[key]])
    return found


class TestDemo(TestCase):
    """Loaded once, small; each test takes back what it adds."""

    @classmethod
    def setUpTestData(cls) -> None:
        places_operations.load_tables(by=BY, at=AT)
        magazine.load(by=BY, at=AT)
        examples.load(n=N, by=BY, at=AT, with_pictures=False)

    def test_all_entities_are_there_with_year_and_source(self) -> None:
        done = magazine.load(by=BY, at=AT)
        assert (done.initiatives, done.organisations, done.waiting, done.added) == (69, 80, 1, 0)
        repair = of_source("repair-cafe")
        assert (repair.source, repair.source_year, repair.since, repair.licence) == (
            "Kracht in NL",
            2013,
            2009,
            "CC0-1.0",
        )
        assert not repair.is_example
        assert "2013" in repair.story
        vng = organisations.by_source(source.SOURCE, "vng")
        assert vng is not None
        assert (vng.sector, vng.kind, vng.source_year, vng.state) == ("government", "government", 2013, "published")

    def test_a_place_of_the_magazine_is_never_a_point(self) -> None:
        hoogeloon = of_source("zorgcooperatie-hoogeloon-u-a")
        assert (hoogeloon.place_kind, hoogeloon.place_name) == ("area", "Hoogeloon")
        assert hoogeloon.district_id is not None
        assert of_source("three-wheels-united").lat is None
        assert of_source("de-optimisten-van-zuid-holland").municipality_id is None
        kinds = {of_source(key).place_kind for key in entry.keys_of_source(source.SOURCE) if "assen" not in key}
        assert kinds == {"area"}

    def test_organisations_become_parties(self) -> None:
        parties = {party.name: party for party in of_source("esfa-rotterdam").parties}
        assert set(parties) == {
            *("Gemeente Rotterdam", "QWIC", "Maas Leerfabrieken", "Hogeschool Rotterdam", "CIVOM", "RDM Campus")
        }
        qwic = organisations.by_source(source.SOURCE, "qwic")
        assert qwic is not None
        assert (parties["QWIC"].organisation_id, parties["QWIC"].sector) == (qwic.pk, "business")

    def test_the_entry_without_a_name_waits_for_a_moderator(self) -> None:
        waiting = desk.queue("waiting", moderator=True).rows
        assert "Speeltuinvereniging in Assen" in [row.name for row in waiting]
        assert cards.page(Filters(q="Speeltuinvereniging in Assen"), size=5).cards == ()

    def test_examples_are_marked_and_complete(self) -> None:
        keys = entry.keys_of_source(made.SOURCE)
        found = entry.by_ids(keys.values())
        assert len(found) == N
        assert all(one.is_example and one.source == "voorbeeld" for one in found)
        assert all(one.municipality_id and one.themes and one.summary and one.story for one in found)
        assert totals.area_totals(None).examples == N
        sectors = organisations.counts_by_sector()
        assert all(sectors.values())
        assert sum(row.is_example for row in organisations.published()) == sum(made.ORGANISATIONS.values())

    def test_loading_examples_again_adds_nothing_and_more_adds_the_rest(self) -> None:
        assert examples.load(n=N, by=BY, at=AT, with_pictures=False).added == 0
        assert examples.load(n=N + 2, by=BY, at=AT, with_pictures=False).added == 2
        assert len(desk.queue("asked", moderator=True).rows) == 3

    def test_moderators_have_something_to_do(self) -> None:
        sizes = desk.queue_sizes(moderator=True)
        assert sizes["waiting"] >= 5
        assert sizes["asked"] == 3

    def test_the_cast_can_sign_in_and_dana_moderates(self) -> None:
        cast = people.load(by=BY, at=AT)
        people.load(by=BY, at=AT)
        moderators = [person.email for person in holders(Role.MODERATOR, on=AT.date())]
        assert moderators == ["dana@voorbeeld.example"]
        assert {"dana", "alice", "bob"} <= {person.email.partition("@")[0] for person in cast}

    def test_bulk_comes_with_right_totals_and_goes_without_a_trace(self) -> None:
        before = totals.area_totals(None)
        rows = Bulk(places.inhabited(), seed=3, at=AT).rows(40)
        heard: list[int] = []
        n = register.copy_in(rows=rows, expected=40, source="meting", by=BY, at=AT, progress=heard.append)
        after = totals.area_totals(None)
        assert (n, register.count("meting"), after.initiatives) == (40, 40, before.initiatives + 40)
        word = next(iter(entry.by_ids(entry.keys_of_source("meting").values()))).name.split()[0]
        assert cards.page(Filters(q=word), size=5).cards
        assert register.remove(source="meting", by=BY, at=AT) == 40
        assert totals.area_totals(None) == before

    def test_the_demo_is_for_demo_mode_only(self) -> None:
        with override_settings(DEMO=False), pytest.raises(CommandError, match="demo mode"):
            call_command("demo")
