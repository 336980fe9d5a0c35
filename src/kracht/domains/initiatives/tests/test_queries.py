"""Lists, search, tiles, duplicates: what is found, in which order, and what never is."""

from datetime import timedelta

import pytest
from django.db import connection

from kracht.domains.initiatives.facts import Filters, NeedValues, State
from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.operations import upkeep
from kracht.domains.initiatives.queries import cards, duplicates, entry, search, tiles
from kracht.domains.initiatives.tests.factories import AMSTERDAM, AT, UTRECHT, make_areas, publish
from kracht.kernel import geo

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    areas = make_areas()
    publish("Buurtmoestuin De Kromme Akker", lat=UTRECHT[0], lon=UTRECHT[1], at=AT)
    publish("Zorgcoöperatie Hoogeloon", summary="Zorg van en voor het dorp", themes=(1,), area_code="GM0363",
            place_name="Hoogeloon", at=AT + timedelta(days=1))  # fmt: skip
    publish("Moestuinen aan de Vaart", lat=AMSTERDAM[0], lon=AMSTERDAM[1], themes=(8, 6),
            needs=(NeedValues("hands"),), at=AT + timedelta(days=2))  # fmt: skip
    upkeep.refresh_words()
    return areas


def names(filters: Filters) -> list[str]:
    return [card.name for card in cards.page(filters).cards]


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("moestuin", "Moestuinen aan de Vaart"),
        ("moestuinen", "Moestuinen aan de Vaart"),
        ("buurtmoestuin", "Buurtmoestuin De Kromme Akker"),
        ("zorgcoop", "Zorgcoöperatie Hoogeloon"),
        ("zorgcooperatie", "Zorgcoöperatie Hoogeloon"),
        ("de moestuin", "Moestuinen aan de Vaart"),
        ("HOOGELOON", "Zorgcoöperatie Hoogeloon"),
        ("kromme akk", "Buurtmoestuin De Kromme Akker"),
    ],
)
def test_search_finds_what_a_dutch_person_expects(world, q: str, first: str) -> None:
    assert names(Filters(q=q))[0] == first


def test_moestuin_also_finds_it_inside_buurtmoestuin(world) -> None:
    assert set(names(Filters(q="moestuin"))) == {"Moestuinen aan de Vaart", "Buurtmoestuin De Kromme Akker"}


def test_a_typing_error_gets_a_better_word(world) -> None:
    assert search.did_you_mean("moestiun") == "moestuin"
    assert search.did_you_mean("moestuin") is None
    assert search.did_you_mean("xqzwvk") is None


@pytest.mark.parametrize("q", ["\x00", "🙂", "' OR 1=1 --", "a" * 100_000, "de", "!!!", "مرحبا"])
def test_no_search_breaks(world, q: str) -> None:
    cards.page(Filters(q=q))
    search.did_you_mean(q)
    search.complete(q)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(themes=(1,)), {"Zorgcoöperatie Hoogeloon"}),
        (Filters(themes=(1, 6)), {"Zorgcoöperatie Hoogeloon", "Moestuinen aan de Vaart"}),
        (Filters(needs=("hands",)), {"Moestuinen aan de Vaart"}),
        (Filters(stages=("idea",)), set()),
        (Filters(bbox=(5.0, 52.0, 5.2, 52.2)), {"Buurtmoestuin De Kromme Akker"}),
        (Filters(q="moestuin", themes=(6,)), {"Moestuinen aan de Vaart"}),
        (Filters(ids=()), set()),
        (Filters(area_id=999_999), set()),
    ],
)
def test_filters_narrow(world, filters: Filters, found: set[str]) -> None:
    assert set(names(filters)) == found


def test_an_area_holds_what_lies_in_it_and_the_country_everything(world) -> None:
    assert set(names(Filters(area_id=world["GM0344"].id))) == {"Buurtmoestuin De Kromme Akker"}
    assert len(names(Filters(area_id=world["NL"].id))) == 3


def test_nearest_first(world) -> None:
    assert names(Filters(near=UTRECHT))[0] == "Buurtmoestuin De Kromme Akker"


def test_what_is_not_published_is_found_nowhere(world) -> None:
    Initiative.objects.update(state=State.WITHDRAWN)
    assert names(Filters()) == names(Filters(q="moestuin")) == []
    assert search.complete("moes") == []
    assert entry.by_slug("moestuinen-aan-de-vaart") is None
    assert list(entry.every(Filters())) == []
    low_zoom = tiles.tile(5, *geo.tile(*UTRECHT, 5), Filters())
    assert low_zoom.cells == low_zoom.points == ()


def test_pages_neither_skip_nor_repeat_in_both_directions() -> None:
    made = [publish(f"Initiatief {n}", at=AT + timedelta(hours=n // 3)).id for n in range(11)]
    forth, cursor, pages = [], "", []
    while True:
        page = cards.page(Filters(), after=cursor, size=4)
        pages.append([card.id for card in page.cards])
        forth += pages[-1]
        if page.older is None:
            break
        cursor = page.older
    assert sorted(forth) == sorted(made)
    assert len(forth) == 11
    back = cards.page(Filters(), after=page.newer, size=4)
    assert [card.id for card in back.cards] == pages[-2]
    first = cards.page(Filters(), after=back.newer, size=4)
    assert [card.id for card in first.cards] == pages[0]
    assert first.newer is None


@pytest.mark.parametrize("after", ["x", "W10", "é", "A" * 500, "WyJvbGRlciIsMSwyXQ", "bnVsbA"])
def test_a_wrong_cursor_is_a_value_error(after: str) -> None:
    with pytest.raises(ValueError, match="place in this list"):
        cards.page(Filters(), after=after)


def test_a_list_costs_one_query(world, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        cards.page(Filters(themes=(8,)))


def test_contact_is_shown_only_when_the_initiator_said_so(world) -> None:
    publish("Stil", contact_email="stil@voorbeeld.example", slug="stil")
    publish("Open", contact_email="open@voorbeeld.example", contact_public=True, slug="open")
    assert entry.by_slug("stil").contact_email == ""
    assert entry.by_slug("open").contact_email == "open@voorbeeld.example"


def test_duplicates_are_pointed_out_with_reasons(world) -> None:
    found = duplicates.likely(name="buurt moestuin de kromme akker", lat=UTRECHT[0] + 0.001, lon=UTRECHT[1])
    assert found[0].name == "Buurtmoestuin De Kromme Akker"
    assert set(found[0].reasons) == {"name", "near"}
    assert duplicates.likely(name="Iets heel anders", lat=UTRECHT[0], lon=UTRECHT[1]) == []
    assert duplicates.likely(name="", website="not a url [") == []


def test_a_website_gives_a_duplicate_away() -> None:
    publish("De Akker", website="https://www.deakker.example/over")
    found = duplicates.likely(name="Totaal anders", website="deakker.example")
    assert found[0].reasons == ("website",)


def test_tiles_show_points_when_few_and_squares_when_many() -> None:
    make_areas()
    few = tiles.tile(6, *geo.tile(*UTRECHT, 6), Filters())
    assert few == tiles.Tile((), ())
    for n in range(45):
        publish(f"Plek {n}", lat=UTRECHT[0] + n / 1000, lon=UTRECHT[1])
    many = tiles.tile(6, *geo.tile(*UTRECHT, 6), Filters())
    assert sum(n for _lon, _lat, n in many.cells) == 45
    narrowed = tiles.tile(6, *geo.tile(*UTRECHT, 6), Filters(themes=(8,), stages=("running",)))
    assert sum(n for _lon, _lat, n in narrowed.cells) == 45
    assert len(tiles.tile(15, *geo.tile(*UTRECHT, 15), Filters()).points) >= 1


@pytest.mark.parametrize("where", [(19, 0, 0), (5, 32, 0), (5, -1, 0), (-1, 0, 0)])
def test_a_tile_that_is_none_is_refused(where) -> None:
    with pytest.raises(ValueError, match="tile"):
        tiles.tile(*where, Filters())


def test_duplicates_are_looked_up_by_index(world, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(1) as asked:
        duplicates.likely(name="Buurtmoestuin", website="https://deakker.example", email="jo@voorbeeld.example")
    with connection.cursor() as db:
        db.execute("SET LOCAL enable_seqscan = off")
        db.execute(f"EXPLAIN {asked.captured_queries[0]['sql']}")
        plan = " ".join(row[0] for row in db.fetchall())
    assert "Seq Scan" not in plan
    assert all(name in plan for name in ("ini_norm", "ini_website", "ini_contact"))
