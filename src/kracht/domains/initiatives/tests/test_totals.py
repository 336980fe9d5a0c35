"""The running totals are what a fresh count gives, whatever happened."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kracht.domains.initiatives.facts import Filters, State
from kracht.domains.initiatives.models import Cell, Initiative, Tally
from kracht.domains.initiatives.operations import upkeep
from kracht.domains.initiatives.queries import cards, totals
from kracht.domains.initiatives.tests.factories import AMSTERDAM, AT, UTRECHT, make_areas, publish

pytestmark = pytest.mark.django_db

steps = st.lists(
    st.tuples(
        st.sampled_from(["add", "withdraw", "back", "theme", "move", "delete", "bulk"]),
        st.integers(0, 5),
        st.integers(1, 12),
    ),
    max_size=12,
)


def snapshot() -> tuple[set, set]:
    tallies = set(Tally.objects.exclude(n=0).values_list("area_id", "facet", "value", "is_example", "n"))
    cells = {
        (grid, theme, cell, n, round(lon, 6), round(lat, 6))
        for grid, theme, cell, n, lon, lat in Cell.objects.exclude(n=0).values_list(
            "grid", "theme", "cell", "n", "lon_sum", "lat_sum"
        )
    }
    return tallies, cells


def do(step: str, which: int, theme: int) -> None:
    keys = list(Initiative.objects.order_by("id").values_list("id", flat=True))
    if step == "add" or not keys:
        place = UTRECHT if theme % 2 else AMSTERDAM
        name = f"N{Initiative.objects.count()}-{max(keys, default=0)}"
        publish(name, lat=place[0], lon=place[1], themes=(theme, theme % 12 + 1), is_example=theme > 6)
        return
    row = Initiative.objects.filter(id=keys[which % len(keys)])
    changes = {
        "withdraw": lambda: row.update(state=State.WITHDRAWN),
        "back": lambda: row.update(state=State.PUBLISHED, published_at=AT),
        "theme": lambda: row.update(themes=[theme]),
        "move": lambda: row.update(lat=52.5 + theme / 100, lon=5.5, municipality=None),
        "delete": row.delete,
        "bulk": lambda: Initiative.objects.update(volunteer_hours=theme, need_kinds=["hands"]),
    }
    changes[step]()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_totals_follow_every_change(db, steps) -> None:
    Initiative.objects.all().delete()
    if not make_areas_once():
        return
    for step in steps:
        do(*step)
    kept = snapshot()
    upkeep.recount()
    assert kept == snapshot()


def make_areas_once() -> bool:
    from kracht.foundation.places.models import Area

    return bool(Area.objects.filter(code="NL").exists() or make_areas())


def test_figures_of_an_area_and_of_the_whole() -> None:
    areas = make_areas()
    publish("Een", lat=UTRECHT[0], lon=UTRECHT[1], volunteer_hours=40, people=10)
    publish("Twee", lat=AMSTERDAM[0], lon=AMSTERDAM[1], themes=(1,), is_example=True)
    whole = totals.area_totals(None)
    assert (whole.initiatives, whole.examples, whole.hours, whole.themes) == (2, 1, 40, {8: 1, 1: 1})
    assert totals.area_totals(areas["NL"].id) == whole
    assert totals.area_totals(areas["GM0344"].id).people == 10
    assert totals.per_area([areas["GM0344"].id, areas["PV27"].id, areas["WK036300"].id]).keys() >= {areas["PV27"].id}


def test_facets_ignore_their_own_choice_and_follow_the_others() -> None:
    make_areas()
    publish("Een", themes=(8,), stage="idea")
    publish("Twee", themes=(1,), stage="running")
    found = totals.facets(Filters(themes=(8,)))
    assert found.theme == {"8": 1, "1": 1}
    assert found.stage == {"idea": 1}
    assert totals.facets(Filters()).stage == {"idea": 1, "running": 1}


def test_counts_stop_at_the_cap(monkeypatch) -> None:
    monkeypatch.setattr(cards, "COUNT_CAP", 3)
    for n in range(5):
        publish(f"N{n}")
    assert cards.count(Filters()) == cards.Count(3, capped=True)
    assert cards.count(Filters(q="N1")) == cards.Count(1, capped=False)
