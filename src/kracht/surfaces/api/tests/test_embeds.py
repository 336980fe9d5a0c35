"""Frames on other sites: only these pages may be framed, without cookies, in safe colours."""

import pytest
from django.test import Client

from kracht.domains.initiatives import exchange
from kracht.domains.initiatives.queries import entry
from kracht.surfaces.api.pages import embed
from kracht.surfaces.api.tests.conftest import World


@pytest.mark.parametrize(
    "path", ["/embed/kaart?area=GM0363", "/embed/lijst?theme=groen-en-voedsel", "/embed/kaartje/{garden}"]
)
def test_only_embeds_may_be_framed_and_they_set_no_cookie(client: Client, world: World, path: str) -> None:
    answer = client.get(path.format(garden=world.garden.slug))
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert not answer.cookies
    body = answer.content.decode()
    assert " style=" not in body
    assert '<base target="_blank">' in body
    other = client.get("/ogc?f=html")
    assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]
    assert other.headers["X-Frame-Options"] == "DENY"


def test_a_list_speaks_the_language_asked_for(client: Client, world: World) -> None:
    assert "Bekijk ze allemaal op de kaart" in client.get("/embed/lijst").content.decode()
    assert "Show all of them on the map" in client.get("/embed/lijst?lang=en").content.decode()
    names = client.get("/embed/lijst?theme=groen-en-voedsel&bbox=nonsense").content.decode()
    assert world.garden.name in names
    assert "Ergens in Nederland" not in names
    assert client.get("/embed/kaartje/bestaat-niet").status_code == 404


def test_colours_are_checked_and_readable(client: Client, world: World) -> None:
    body = client.get("/embed/kleuren.css?accent=%23f0C&paper=101010&ink=red;}body{x&link=12345").content.decode()
    assert "--act: #ff00cc;" in body
    assert "--paper: #101010;" in body
    assert "color-scheme: dark;" in body
    assert "--ink: #ffffff;" in body
    assert "body{" not in body
    assert "--link" not in body
    page = client.get("/embed/lijst?accent=ff00cc").content.decode()
    assert '<link rel="stylesheet" href="/embed/kleuren.css?accent=ff00cc">' in page
    assert embed._on("ffff00") == "000000"
    assert embed._on("00008b") == "ffffff"


def test_the_loader_is_one_script_at_both_addresses(client: Client, world: World) -> None:
    first, second = client.get("/embed.js"), client.get("/embed/kracht.js")
    assert first.content == second.content
    assert first.headers["Content-Type"].startswith("text/javascript")
    assert first.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert b"eval" not in first.content


def test_json_ld_cannot_close_its_script_and_shows_public_contacts_only(world: World) -> None:
    hidden = entry.by_slug(world.repair.slug)
    data = exchange.entry_json_ld(hidden, url="https://kracht.example/x/", site="https://kracht.example/")
    plain = exchange.script_text(data)
    assert "<" not in plain
    assert "geheim" not in plain
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    shown = exchange.entry_json_ld(
        entry.by_slug(world.garden.slug),
        url="https://kracht.example/x/",
        site="https://kracht.example/",
        municipality="Utrecht",
    )
    assert shown["mainEntity"]["contactPoint"]["email"] == "jo@voorbeeld.example"
    assert shown["mainEntity"]["location"]["address"]["addressLocality"] == "Utrecht"
    assert shown["mainEntity"]["foundingDate"] == "2015"
