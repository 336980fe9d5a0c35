"""The swift statements say the same as the queries of Django."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from kracht.domains.initiatives.facts import Filters, NeedValues, PartyValues
from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.operations import tagging
from kracht.domains.initiatives.queries import cards, entry, swift
from kracht.domains.initiatives.queries.selecting import select
from kracht.domains.initiatives.tests.factories import AMSTERDAM, AT, UTRECHT, make_areas, publish

pytestmark = pytest.mark.django_db
SETS = [
    Filters(),
    Filters(themes=(8, 2)),
    Filters(stages=("idea", "running")),
    Filters(needs=("hands",)),
    Filters(sdgs=(3,)),
    Filters(sectors=("government",)),
    Filters(tags=("vng:groen",)),
    Filters(examples=False),
    Filters(bbox=(4.8, 52.3, 5.0, 52.4)),
    Filters(ids=(1, 2, 10**18)),
    Filters(themes=(8,), needs=("hands", "money"), stages=("running",), examples=False),
]


@pytest.fixture
def world(db: None) -> dict[str, int]:
    areas = make_areas()
    for number in range(24):
        lat, lon = (UTRECHT, AMSTERDAM)[number % 2]
        publish(
            f"Initiatief {number}",
            at=AT + timedelta(minutes=number // 2),  # pairs share a moment, so that the id decides
            lat=lat,
            lon=lon,
            themes=(1 + number % 12,),
            sdgs=(1 + number % 5,),
            stage=("idea", "running")[number % 2],
            needs=(NeedValues(("hands", "money")[number % 2], "Kom helpen"),),
            parties=(PartyValues("Gemeente", ("government", "business")[number % 2]),),
            is_example=number % 3 == 0,
        )
    tagging.set_tags(
        tags={key: ["vng:groen"] for key in Initiative.objects.filter(stage="idea").values_list("id", flat=True)}
    )
    return {code: area.pk for code, area in areas.items()}


@pytest.mark.parametrize("filters", SETS, ids=str)
def test_a_page_is_what_the_set_says_in_its_order(world: dict[str, int], filters: Filters) -> None:
    for key in (None, world["NL"], world["PV26"], world["GM0363"]):
        asked = replace(filters, area_id=key)
        assert swift.can_list(asked)
        wanted = cards.as_cards(select(asked).order_by("-fresh_at", "-id"))
        assert list(cards.page(asked, size=100).cards) == wanted


@pytest.mark.parametrize("filters", SETS, ids=str)
def test_a_search_finds_what_the_set_says(world: dict[str, int], filters: Filters) -> None:
    for key in (None, world["PV26"]):
        asked = replace(filters, area_id=key, q="initiatief")
        found = cards.page(asked, size=100).cards
        assert {card.id for card in found} == set(select(asked).values_list("id", flat=True))
        assert cards.page(asked, size=3).cards == found[:3]


def test_the_nearest_come_first(world: dict[str, int]) -> None:
    asked = Filters(near=UTRECHT, themes=(1, 3, 5))
    found = cards.page(asked, size=100).cards
    distances = [abs(card.lat - UTRECHT[0]) for card in found]
    assert distances == sorted(distances)
    assert {card.id for card in found} == set(select(asked).values_list("id", flat=True))


def test_walking_there_and_back_meets_every_entry_once(world: dict[str, int]) -> None:
    pages, after = [], ""
    while True:
        pages.append(cards.page(Filters(), after=after, size=5))
        if pages[-1].older is None:
            break
        after = pages[-1].older
    there = [card.id for page in pages for card in page.cards]
    assert len(there) == len(set(there)) == 24
    for page, following in pairwise(pages):
        assert cards.page(Filters(), after=following.newer or "", size=5).cards == page.cards


def test_an_entry_is_the_same_by_either_way(world: dict[str, int]) -> None:
    first, second = Initiative.objects.order_by("id")[:2]
    second.recipe = first
    second.contact_public, second.contact_name, second.contact_email = True, "Jo", "jo@voorbeeld.example"
    second.save()
    first.contact_name = "Verborgen"
    first.save()
    for row in (first, second):
        (by_orm,) = entry.by_ids([row.pk])
        assert entry.by_slug(row.slug) == by_orm
    assert entry.by_slug(first.slug).contact_name == ""
    assert entry.by_slug(second.slug).recipe_slug == first.slug
    assert entry.by_slug("nooit-van-gehoord") is None


def test_what_is_not_published_does_not_come_out(world: dict[str, int]) -> None:
    Initiative.objects.update(state="withdrawn")
    assert cards.page(Filters()).cards == ()
    assert entry.by_slug("initiatief-1") is None
