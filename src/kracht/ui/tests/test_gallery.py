"""The gallery is a test: every part and every whole page renders, and its HTML keeps our promises."""

import json
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from kracht.ui.gallery import pages

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Reader(HTMLParser):
    """Reads a page strictly: every tag closed in order, ids once, nothing inline, every control named."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.wrong: list[str] = []
        self.headings: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._look(tag, values)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing at {self.getpos()}")

    def _look(self, tag: str, values: dict[str, str | None]) -> None:
        self.ids += [str(values["id"])] if "id" in values else []
        if "style" in values or any(name.startswith("on") for name in values):
            self.wrong.append(f"inline style or handler in <{tag}>")
        if tag == "script" and "src" not in values:
            self.wrong.append("inline script")
        if tag == "img" and "alt" not in values:
            self.wrong.append("picture without alternative text")
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", [None, *pages.COMPOSITIONS])
def test_page_renders_as_promised(client: Client, name: str | None, language: str) -> None:
    address = reverse("ui:composition", args=[name]) if name else reverse("ui:gallery")
    response = client.get(
        address.replace("/nl/", f"/{language}/").replace("galerij", "galerij" if language == "nl" else "gallery")
    )
    assert response.status_code == 200
    reader = read(response.content.decode())
    assert reader.wrong == []
    assert reader.open == []
    assert sorted(reader.ids) == sorted(set(reader.ids))
    assert reader.headings.count(1) == 1


def test_reader_sees_what_is_wrong() -> None:
    reader = read('<p style="x"><b></p><script>1</script><img src="a">')
    assert len(reader.wrong) >= 4


def test_dutch_page_is_dutch(client: Client) -> None:
    html = client.get(reverse("ui:composition", args=["home"])).content.decode()
    assert "Naar de inhoud" in html
    assert "Skip to content" not in html


def test_unknown_composition_is_404(client: Client) -> None:
    assert client.get(reverse("ui:composition", args=["nothing"])).status_code == 404


def test_tiles_hold_each_place_once(client: Client) -> None:
    found = json.loads(client.get(reverse("ui:tile", args=[0, 0, 0])).content)
    assert (len(found["cells"]), len(found["points"])) == (14, 4)
    parts = [json.loads(client.get(reverse("ui:tile", args=[6, x, y])).content) for x in range(64) for y in (20, 21)]
    assert sum(len(part["cells"]) for part in parts) == 14
    assert json.loads(client.get(reverse("ui:tile", args=[99, 0, 0])).content) == {"cells": [], "points": []}
