from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from kracht.foundation.audit import queries as audit
from kracht.foundation.audit.facts import Program
from kracht.foundation.organisations import operations, queries
from kracht.foundation.organisations.facts import OrganisationValues, Place, Source
from kracht.foundation.organisations.models import Organisation
from kracht.foundation.places.tests.factories import small_country

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LOADER = Program("test")
UTRECHT = Place(52.0907, 5.1214, somewhere=True, name="Utrecht")


def values(name: str = "Zorgcoöperatie Hoogeloon", **more: object) -> OrganisationValues:
    return replace(OrganisationValues(name=name, sector="residents"), **more)  # type: ignore[arg-type]  # test values


def make(name: str, **more: object) -> Organisation:
    return operations.create(values=values(name, **more), by=LOADER, at=AT, publish=True)


def test_a_draft_is_not_seen_until_it_is_published(db: None) -> None:
    row = operations.create(values=values(), by=LOADER, at=AT)
    assert row.slug == "zorgcooperatie-hoogeloon"
    assert queries.by_slug(row.slug) is None
    assert queries.by_slug(row.slug, moderator=True) == row
    assert queries.page().cards == [] == queries.search("hoogeloon")
    operations.publish(number=row.pk, by=LOADER, at=AT)
    assert queries.by_slug(row.slug) == row
    operations.withdraw(number=row.pk, by=LOADER, at=AT, reason="bestaat niet meer")
    assert queries.by_slug(row.slug) is None
    assert [act.verb for act in audit.history(row)] == ["withdrawn", "published", "created"]
    with pytest.raises(ValidationError):
        operations.withdraw(number=row.pk, by=LOADER, at=AT, reason="")


def test_two_of_one_name_get_two_addresses(db: None) -> None:
    assert [make("Greenwish").slug for _ in range(3)] == ["greenwish", "greenwish-2", "greenwish-3"]


def test_a_change_of_nothing_leaves_no_trace(db: None) -> None:
    row = make("Greenwish", summary="Helpt starters.")
    operations.update(number=row.pk, values=values("Greenwish", summary="Helpt starters."), by=LOADER, at=AT)
    assert len(audit.history(row)) == 1
    operations.update(number=row.pk, values=values("Greenwish", summary="Helpt."), by=LOADER, at=AT)
    assert audit.history(row)[0].data == {"fields": ["summary"]}


def test_a_record_of_a_source_comes_once(db: None) -> None:
    record = values("Enviu", source=Source("magazine", "enviu", year=2013))
    first, new = operations.keep_from_source(values=record, by=LOADER, at=AT)
    again, second = operations.keep_from_source(values=replace(record, summary="Nieuw"), by=LOADER, at=AT)
    assert (first.pk, new, second, again.summary) == (again.pk, True, False, "Nieuw")
    with pytest.raises(ValueError, match="source"):
        operations.keep_from_source(values=values(), by=LOADER, at=AT)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("hoogeloon", True),
        ("Zorgcoöperatie", True),
        ("zorgcooperaties", True),
        ("zorgcoop", True),
        ("cooperatie hoogeloon", True),
        ("hogeloon", True),
        ("de zorgcooperatie", True),
        ("\x00'; drop table -- :* & |", False),
        ("", False),
        ("windmolen", False),
    ],
)
def test_search_finds_what_a_reader_expects(db: None, query: str, *, found: bool) -> None:
    make("Zorgcoöperatie Hoogeloon", summary="Zorg en welzijn door het dorp zelf.")
    make("Urgenda", sector="business")
    assert ("Zorgcoöperatie Hoogeloon" in [card.name for card in queries.search(query)]) is found


def test_the_list_pages_without_gaps(db: None) -> None:
    for name in ["Ék", "aap", "Boom", "boom", "noot", "Zes"]:
        make(name)
    make("bedrijf", sector="business")
    names, after = [], ""
    while True:
        part = queries.page(sector="residents", after=after, limit=2)
        names += [card.name for card in part.cards]
        after = part.next
        if not after:
            break
    assert names == ["aap", "Boom", "boom", "Ék", "noot", "Zes"]
    assert queries.counts_by_sector() == {"residents": 6, "business": 1, "government": 0, "knowledge": 0, "giving": 0}
    with pytest.raises(ValueError, match="place"):
        queries.page(after="nonsense")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", ""),
        ("name", "   \x00 "),
        ("name", "🎉🎉"),
        ("name", "x" * 121),
        ("summary", "x" * 281),
        ("story", "x" * 1_000_000),
        ("website", "javascript:alert(1)"),
        ("website", "https://[::1"),
        ("email", "a@b@c"),
        ("phone", "bel mij"),
        ("sector", "nobility"),
        ("kind", "club"),
        ("licence", "mine"),
        ("place", Place(91, 5)),
        ("place", Place(float("nan"), 5)),
        ("place", Place(48.85, 2.35)),
    ],
)
def test_wrong_values_are_named_and_nothing_is_kept(db: None, field: str, wrong: object) -> None:
    with pytest.raises(ValidationError) as caught:
        operations.create(values=replace(values(), **{field: wrong}), by=LOADER, at=AT)  # type: ignore[arg-type]  # on purpose
    assert list(caught.value.message_dict) == [field]
    assert not Organisation.objects.exists()


def test_a_point_gets_its_areas_and_gets_them_again(db: None) -> None:
    areas = small_country()
    row = make("Urgenda", place=Place(52.05, 5.05))
    assert (row.municipality_id, row.province_id) == (areas["GM0001"].pk, areas["PV20"].pk)
    assert row.area_estimated
    assert row.place_name == "West"
    assert [card.name for card in queries.page(area=areas["GM0001"]).cards] == ["Urgenda"]
    assert queries.page(area=areas["GM0002"]).cards == []
    assert operations.resolve_again(by=LOADER, at=AT) == 0
    Organisation.objects.update(municipality=areas["GM0002"])
    assert operations.resolve_again(by=LOADER, at=AT) == 1
    row.refresh_from_db()
    assert row.municipality_id == areas["GM0001"].pk
    operations.update(number=row.pk, values=values("Urgenda"), by=LOADER, at=AT)
    row.refresh_from_db()
    assert (row.lat, row.municipality_id, row.place_name) == (None, None, "")


def test_a_point_abroad_but_near_gets_a_sentence(db: None) -> None:
    small_country()
    with pytest.raises(ValidationError) as caught:
        make("Urgenda", place=Place(51.0, 7.2))
    assert list(caught.value.message_dict) == ["place"]


def test_an_address_without_scheme_gets_one(db: None) -> None:
    assert make("Urgenda", website="www.urgenda.nl").website == "https://www.urgenda.nl"
