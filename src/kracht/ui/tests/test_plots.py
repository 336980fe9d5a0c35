"""Charts with uncertainty: where things stand, and what stands beside them as table and file."""

from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from kracht.ui import plots
from kracht.ui.parts import Link, Mark, Plot, Point, Row, Series, Span


@pytest.mark.parametrize(
    ("low", "high", "first", "last"), [(0, 10, 0, 10), (987, 1130, 950, 1150), (-5, 7, -6, 9), (3, 3, 2, 4)]
)
def test_marks_hold_both_ends(low: float, high: float, first: float, last: float) -> None:
    marks = plots.round_ends(low, high)
    assert marks[0] <= low <= high <= marks[-1]
    assert list(marks) == sorted(marks)
    assert marks[0] >= first - abs(first) * 0.1 - 1
    assert marks[-1] <= last + abs(last) * 0.1 + 1


def test_a_band_opens_from_the_point_before_and_stays_in_its_box() -> None:
    points = (Point("2023", 1000), Point("2024", 1050, 980, 1110), Point("2025", None))
    drawn = plots.band((Series("a", points), Series("b", (Point("2023", 1000), Point("2024", 1020)))))
    assert len(drawn.areas) == 1
    assert len(drawn.ranges) == 1
    low, high = drawn.ranges[0][1], drawn.ranges[0][3]
    assert plots.TOP <= high < drawn.dots[1][1] < low <= plots.FLOOR
    assert [kind for kind, _points in drawn.lines] == ["other", "main"]


def test_nothing_to_draw_is_no_picture() -> None:
    assert plots.band((Series("a", (Point("x", None),)),)).height == 0
    assert plots.band((Series("a", (Point("x", float("nan")),)),)).height == 0
    assert plots.small(()).height == 0


def test_spans_share_a_scale_with_zero() -> None:
    drawn = plots.spans((Span("a", -5, -10, 0), Span("b", 5, 0, 10)))
    assert drawn.zero == pytest.approx(plots.WIDTH / 2, abs=1)
    assert drawn.dots[0][0] < drawn.zero < drawn.dots[1][0]


def test_a_funnel_marks_one_and_draws_it_last() -> None:
    rims = plots.Rims((0.0, 1.0), 5.0, ((5.0, 4.0), (5.0, 6.0)), ((5.0, 3.0), (5.0, 7.0)))
    drawn = plots.funnel((Mark("mine", 0.5, 6, mine=True), Mark("other", 0.2, 4)), rims, ((5.0, "€ 148"),), ("a", "b"))
    assert [mine for *_rest, mine in drawn.dots] == [False, True]
    assert drawn.dots[1][1] < drawn.dots[0][1]  # higher is more


def test_circles_keep_the_area_in_proportion() -> None:
    drawn = plots.circles((Mark("a", 4.9, 52.4, 400), Mark("b", 6.5, 53.2, 100)), (((4.0, 52.0), (5.0, 53.0)),))
    assert drawn.dots[0][2] == pytest.approx(2 * drawn.dots[1][2], abs=0.2)
    assert all(0 <= x <= plots.WIDTH and 0 <= y <= plots.MAP_HEIGHT for x, y, *_rest in drawn.dots)


def test_a_plot_is_a_table_too_and_nothing_is_let_through() -> None:
    drawn = plots.spans((Span("<b>x", 1, 0, 2, "<i>"),))
    plot = Plot("spans", "Kop <x>", drawn, ("a", "b"), (Row("rij", ("1",), "#r"),), (Link("CSV", "#c"),), "let op")
    html = Template("{% load ui %}{% plot p %}").render(Context({"p": plot}))
    assert "<b>x" not in html
    assert '<a href="#r">rij</a>' in html
    assert "style=" not in html


def test_a_file_of_its_own_is_well_formed() -> None:
    text = plots.alone('Kop "<&>"', plots.spans((Span("a & b", 1, 0, 2, "€ 1"),)))
    root = ElementTree.fromstring(text.strip().encode())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root[0].text == 'Kop "<&>"'
