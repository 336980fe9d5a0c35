"""Charts, stories, forms, icons and the pages for when something is wrong."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import translation

from kracht.ui import charts, manifest, markdown, pages
from kracht.ui.gallery.samples import example_form
from kracht.ui.parts import Bar, Dot


def render(text: str, **context: object) -> str:
    return Template("{% load ui %}" + text).render(Context(context))


def test_bars_are_shares_of_the_longest() -> None:
    rows = charts.bar_rows([Bar("a", 50), Bar("b", 200), Bar("c", -3)])
    assert [length for _, length in rows] == ["25.0%", "100.0%", "0.0%"]
    assert charts.bar_rows([]) == []
    assert charts.bar_rows([Bar("nothing", 0)])[0][1] == "0.0%"


@pytest.mark.parametrize(("highest", "top"), [(0, 4), (4, 4), (5, 8), (9, 10), (61, 80), (1000, 1000), (1001, 2000)])
def test_axis_ends_on_a_round_number(highest: float, top: float) -> None:
    drawn = charts.line([Dot("x", highest)])
    assert drawn.y_ticks[-1].label.replace(".", "") == str(top)


def test_line_goes_from_left_to_right_and_up() -> None:
    drawn = charts.line([Dot(str(year), year - 2000) for year in range(2000, 2024)])
    xs = [x for x, _, _ in drawn.dots]
    ys = [y for _, y, _ in drawn.dots]
    assert xs == sorted(xs)
    assert ys == sorted(ys, reverse=True)
    assert len(drawn.x_ticks) <= 6


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("[x](javascript:alert(1))", 'href="javascript'),
        ("![x](https://elders.example/a.png)", "<img"),
        ('<a href="x" onclick="y">z</a>', "<a"),
        ("<iframe src=x></iframe>", "<iframe"),
    ],
)
def test_story_is_clean(text: str, gone: str) -> None:
    assert gone not in markdown.render(text)


def test_story_keeps_what_is_meant() -> None:
    html = markdown.render("# Kop\n\n**vet** [link](https://voorbeeld.example)\n\n- een\n")
    assert "<h2>Kop</h2>" in html
    assert "<strong>vet</strong>" in html
    assert 'rel="nofollow noopener ugc"' in html
    assert "<li>een</li>" in html


def test_story_of_a_million_characters_is_cut() -> None:
    assert len(markdown.render("a" * 1_000_000)) < 100_100


def test_form_names_every_mistake_twice_and_links_to_it() -> None:
    html = str(example_form(wrong=True))
    assert 'href="#id_name"' in html
    assert 'href="#id_stage_0"' in html
    assert 'id="id_email_error"' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert html.count('aria-invalid="true"') >= 4


def test_form_says_what_may_be_left_out() -> None:
    with translation.override("en"):
        html = str(example_form())
    assert html.count("(optional)") == 5
    assert "error-summary" not in html


def test_icon_is_decoration_unless_named() -> None:
    assert 'aria-hidden="true"' in render('{% icon "search" %}')
    assert 'aria-label="Zoek"' in render('{% icon "search" "Zoek" %}')
    assert "&quot;" in render("{% icon name label %}", name="x", label='"')


def test_number_follows_the_language() -> None:
    with translation.override("nl"):
        assert render("{{ n|number }}|{{ none|number }}", n=12345, none=None) == "12.345|"
    with translation.override("en"):
        assert render("{{ n|number }}", n=12345) == "12,345"


def test_entry_loads_fonts_styles_and_script() -> None:
    html = render('{% entry "main" %}')
    assert html.count('rel="preload"') == 2
    assert 'rel="stylesheet"' in html
    assert 'type="module"' in html
    with pytest.raises(KeyError):
        manifest.entry("nothing")


def test_page_without_database_says_when_to_come_back() -> None:
    with translation.override("nl"):
        answer = pages.unavailable(HttpRequest())
    assert answer.status_code == 503
    assert answer["Retry-After"] == "15"
    assert "Zo weer terug" in answer.content.decode()


def test_server_error_needs_nothing() -> None:
    assert pages.server_error(HttpRequest()).status_code == 500


@pytest.mark.parametrize("view", [pages.bad_request, pages.forbidden, pages.not_found, pages.csrf_failure])
def test_wrong_pages_say_what_and_where_to_go(view: object, client: Client) -> None:
    request = RequestFactory().get("/nl/x/")
    answer = view(request, PermissionDenied() if view is not pages.csrf_failure else "reason")  # type: ignore[operator]
    html = answer.content.decode()
    assert answer.status_code in {400, 403, 404}
    assert "<h1>" in html
    assert "utrecht-button" in html
