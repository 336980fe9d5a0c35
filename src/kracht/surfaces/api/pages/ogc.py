"""The HTML side of OGC API Features: one plain page for documents, lists and single features."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: a name, a value and perhaps an address."""

    label: str
    value: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to read."""

    title: str
    text: str = ""
    rows: tuple[Row, ...] = ()
    lines: tuple[str, ...] = ()
    links: tuple[Row, ...] = field(default=())


def _links(links: list[Json]) -> tuple[Row, ...]:
    return tuple(Row(f"{link.get('title', '')} ({link['rel']})", link.get("type", ""), link["href"]) for link in links)


def document(title: str, text: str, links: list[Json], lines: list[str] | None = None) -> Page:
    """Return a page of links."""
    return Page(title, text, lines=tuple(lines or ()), links=_links(links))


def service(data: Json) -> Page:
    """Return the description of the service: each address with what it gives."""
    base = data["servers"][0]["url"]
    rows = tuple(
        Row(path, words["get"]["summary"], base + path if "{" not in path else "")
        for path, words in data["paths"].items()
    )
    return Page(data["info"]["title"], rows=rows)


def items(title: str, features: list[Json], links: list[Json]) -> Page:
    """Return a list of features."""
    base = next(link["href"] for link in links if link["rel"] == "collection")
    rows = tuple(
        Row(
            str(one["properties"]["name"]),
            str(one["properties"].get("summary", one["id"])),
            f"{base}/items/{one['id']}?f=html",
        )
        for one in features
    )
    return Page(title, rows=rows, links=_links([_as_html(link) for link in links if link["rel"] == "next"]))


def _as_html(link: Json) -> Json:
    joined = "&" if "?" in link["href"] else "?"
    return {**link, "href": f"{link['href']}{joined}f=html"}


def item(feature: Json, links: list[Json]) -> Page:
    """Return one feature as a table."""
    properties = feature["properties"]
    rows = tuple(
        Row(
            name,
            ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value),
            value if name == "page" else "",
        )
        for name, value in properties.items()
        if value not in (None, "", [], ())
    )
    return Page(str(properties["name"]), rows=rows, links=_links(links))
