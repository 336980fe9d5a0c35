"""Every page: what it shows, what it refuses, how many queries it takes."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.operations import deciding
from kracht.domains.initiatives.tests.factories import AT, SOURCE, UTRECHT, publish
from kracht.foundation.places.models import AreaSuccession
from kracht.surfaces.site.tests.conftest import World

Page = Callable[..., str]
PAGES = (
    "", "initiatieven/", "zoek/", "gebieden/", "themas/", "organisaties/", "cijfers/", "vergelijk/", "mijn-lijst/",
    "over/", "toegankelijkheid/", "privacy/", "open-data/", "bronnen/", "op-je-eigen-site/",
)  # fmt: skip
NASTY = (
    "\x00",
    "%",
    "x" * 5000,
    "'; DROP TABLE users;--",
    "🌻" * 50,
    "\u202eאבג",
    "-1",
    "1" + "0" * 30,
    "<b>",
    "nan,inf",
)
READ = {
    "initiatieven/": ("q", "theme", "area", "sdg", "bbox", "near", "after", "sort"),
    "zoek/": ("q",),
    "suggesties/": ("q",),
    "organisaties/": ("q", "sector", "after"),
    "mijn-lijst/": ("ids", "format"),
    "vergelijk/": ("with",),
}
FIELDS = (*READ["initiatieven/"], "stage", "sector", "need", "examples", "limit", "page", "ids", "with", "format")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_stands_without_any_data(path: str, db: None, read: Page) -> None:
    text = read(f"/nl/{path}")
    assert text.count("<h1") == 1
    assert ' style="' not in text


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_in_both_languages(path: str, world: World, client: Client) -> None:
    dutch = client.get(f"/nl/{path}").content.decode()
    other = re.search(r'hreflang="en"\s+href="http://localhost:8000(/en/[^"]*)"', dutch)
    assert other
    english = client.get(other[1])
    assert english.status_code == 200
    assert 'lang="en"' in english.content.decode()
    assert f'rel="canonical" href="http://localhost:8000/nl/{path}"' in dutch


@pytest.mark.parametrize(
    "path", ["initiatieven/", "zoek/", "suggesties/", "organisaties/", "mijn-lijst/", "vergelijk/"]
)
def test_bad_input_is_never_an_error(path: str, world: World, client: Client) -> None:
    for nasty in NASTY:
        for field in READ[path]:
            response = client.get(f"/nl/{path}", {field: nasty})
            assert response.status_code == 200, (path, field, nasty)
        assert client.get(f"/nl/{path}", dict.fromkeys(FIELDS, nasty)).status_code == 200, (path, nasty)


def test_pages_that_ask_nothing_do_not_mind_being_told(world: World, client: Client) -> None:
    for path in PAGES:
        assert client.get(f"/nl/{path}", {"q": "\x00", "page": "-1"}).status_code == 200, path


@pytest.mark.parametrize(
    "path", ["initiatieven/nergens/", "gebieden/nergens/", "themas/nergens/", "organisaties/nergens/"]
)
def test_what_is_not_there_is_a_404(path: str, world: World, read: Page) -> None:
    read(f"/nl/{path}", status=404)


def test_nothing_but_the_list_button_takes_a_post(world: World, client: Client) -> None:
    for path in PAGES:
        assert client.post(f"/nl/{path}").status_code == 405
    assert client.get("/nl/mijn-lijst/wijzig/").status_code == 405


# home


def test_home_shows_figures_new_ones_and_what_is_needed(world: World, read: Page) -> None:
    text = read("/nl/")
    assert "Wat leeft er bij jou in de buurt?" in text
    assert "Iemand die kan spitten" in text
    assert "Zon op School" in text
    assert "1 daarvan is een voorbeeld" in text
    assert text.count('class="tile ') == 12


def test_home_takes_few_queries(
    world: World, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/nl/")
    with django_assert_max_num_queries(4):
        client.get("/nl/")


# list


def test_filters_narrow_the_list_and_count_what_is_left(world: World, read: Page) -> None:
    text = read("/nl/initiatieven/?theme=energie")
    assert "Zon op School" in text
    assert "Wereldkeuken" not in text
    assert "1 initiatief" in text
    assert 'value="energie" checked' in text
    assert '<a class="chip" href="/nl/initiatieven/">' in text


def test_filters_combine_and_the_address_holds_them(world: World, read: Page) -> None:
    text = read("/nl/initiatieven/?area=GM0344&need=hands&examples=0")
    assert "Buurtmoestuin" in text
    assert "Wereldkeuken" not in text
    assert "/export/initiatieven.csv?area=GM0344&amp;need=hands&amp;examples=0" in text


def test_wrong_values_become_a_notice_and_the_rest_holds(world: World, read: Page) -> None:
    text = read("/nl/initiatieven/?page=-1&bbox=nonsense&theme=energie&after=zzz")
    assert "Zon op School" in text
    assert "Wereldkeuken" not in text
    assert text.count("utrecht-alert--warning") == 3


def test_a_cursor_of_another_order_shows_the_first_page(world: World, read: Page) -> None:
    older = re.search(r"after=([\w-]+)", _many(read))
    assert older
    text = read(f"/nl/initiatieven/?q=moestuin&after={older[1]}")
    assert "Die bladzijde bestaat niet" in text
    assert "Buurtmoestuin" in text


def _many(read: Page) -> str:
    for number in range(45):
        publish(f"Groep {number}", at=AT + timedelta(minutes=number))
    return read("/nl/initiatieven/")


def test_paging_goes_on_and_back_without_losing_any(world: World, read: Page) -> None:
    text, seen = _many(read), set[str]()
    for _step in range(3):
        seen |= set(re.findall(r'<h3><a href="(/nl/initiatieven/[^"]+)"', text))
        older = re.search(r'href="(/nl/initiatieven/\?after=[^"]+)"\s+rel="next"', text)
        text = read(older[1]) if older else text
    assert len(seen) == 48
    back = re.search(r'href="(/nl/initiatieven/\?after=[^"]+)"\s+rel="prev"', text)
    assert back
    assert "Groep 20" in read(back[1])


def test_near_sorts_by_distance_and_says_how_far(world: World, read: Page) -> None:
    text = read(f"/nl/initiatieven/?near={UTRECHT[0]},{UTRECHT[1]}")
    assert text.index("Buurtmoestuin") < text.index("Zon op School")
    assert " km" in text
    assert "Dichtbij eerst" in text
    newest = read(f"/nl/initiatieven/?near={UTRECHT[0]},{UTRECHT[1]}&sort=fresh")
    assert newest.index("Zon op School") < newest.index("Buurtmoestuin")


def test_htmx_gets_the_part_that_changes(world: World, client: Client) -> None:
    response = client.get("/nl/initiatieven/?theme=energie", headers={"HX-Request": "true"})
    text = response.content.decode()
    assert "<html" not in text
    assert "Zon op School" in text
    assert 'hx-swap-oob="innerMorph:#filter-groups"' in text
    assert "HX-Request" in response.headers["Vary"]
    whole = client.get(
        "/nl/initiatieven/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    ).content.decode()
    assert "<html" in whole


def test_an_empty_list_invites(world: World, read: Page) -> None:
    text = read("/nl/initiatieven/?theme=mobiliteit")
    assert "Hier staat nog niets" in text
    assert "Zet een initiatief op de kaart" in text


def test_the_list_takes_few_queries_and_counts_no_rows(
    world: World, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/nl/initiatieven/")
    with django_assert_max_num_queries(5) as taken:
        client.get("/nl/initiatieven/")
    for query in taken.captured_queries:
        assert "COUNT(" not in query["sql"].upper(), query["sql"]


# entry


def test_an_entry_shows_everything_public(world: World, read: Page) -> None:
    text = read(f"/nl/initiatieven/{world.garden.slug}/")
    for part in ("Samen groente telen", "<strong>telen</strong>", "Iemand die kan spitten", "Compost", "Buurtraad"):
        assert part in text
    for part in ("12 mensen", "80 uur per maand", "2012", "2. Geen honger", "CC BY 4.0", "Burgwallen"):
        assert (part in text) == (part != "Burgwallen"), part
    assert f'href="/nl/organisaties/{world.fund.slug}/"' in text
    assert 'href="https://voorbeeld.example/akker" rel="nofollow ugc noopener"' in text
    assert 'property="og:image" content="http://localhost:8000/og/initiatief/' in text


def test_a_story_cannot_carry_a_script(world: World, read: Page) -> None:
    text = read(f"/nl/initiatieven/{world.garden.slug}/")
    assert "<script>alert" not in text
    assert 'href="javascript:' not in text


def test_contacts_are_shown_only_when_public(world: World, read: Page) -> None:
    text = read(f"/nl/initiatieven/{world.garden.slug}/")
    assert "geheim@" not in text
    assert "Niet Tonen" not in text
    assert "Wel Tonen" in read(f"/nl/initiatieven/{world.kitchen.slug}/")


def test_an_entry_says_how_sure_it_is(world: World, read: Page) -> None:
    assert "Nog nooit bevestigd" in read(f"/nl/initiatieven/{world.garden.slug}/")
    assert "voorbeeld dat we zelf hebben bedacht" in read(f"/nl/initiatieven/{world.roof.slug}/")
    Initiative.objects.filter(pk=world.garden.pk).update(source="", source_key="")
    assert "1 november 2026" in read(f"/nl/initiatieven/{world.garden.slug}/")


def test_an_entry_carries_its_data_as_json_ld(world: World, read: Page) -> None:
    text = read(f"/nl/initiatieven/{world.garden.slug}/")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert data["mainEntity"]["name"] == world.garden.name
    assert "geheim@" not in found[1]


def test_another_language_is_marked(world: World, read: Page) -> None:
    text = read(f"/en/initiatives/{world.garden.slug}/")
    assert f'<h1 lang="nl">{world.garden.name}</h1>' in text


def test_unpublished_is_not_found_and_withdrawn_is_gone(world: World, read: Page) -> None:
    deciding.withdraw(key=world.garden.pk, reason="op eigen verzoek weg", by=SOURCE, moderator=True, at=AT)
    assert "staat niet meer in het register" in read(f"/nl/initiatieven/{world.garden.slug}/", status=410)
    Initiative.objects.filter(pk=world.kitchen.pk).update(state="draft")
    read(f"/nl/initiatieven/{world.kitchen.slug}/", status=404)


def test_an_entry_takes_few_queries(
    world: World, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    path = f"/nl/initiatieven/{world.garden.slug}/"
    client.get(path)
    with django_assert_max_num_queries(9):
        client.get(path)


# areas


def test_an_area_shows_its_figures_and_what_lies_inside(world: World, read: Page) -> None:
    text = read("/nl/gebieden/gm0344/")
    assert "2 initiatieven van bewoners" in text
    assert "volgens 1 van de 2" in text
    assert "Buurtmoestuin" in text
    assert 'href="/nl/gebieden/wk034401/"' in text
    assert "/feeds/initiatieven.atom?area=GM0344" in text


def test_an_area_that_ended_shows_where_it_went(world: World, read: Page) -> None:
    old = world.areas["GM0363"]
    old.ended_on = AT.date()
    old.save()
    AreaSuccession.objects.create(old=old, new=world.areas["GM0344"], on=AT.date())
    text = read("/nl/gebieden/gm0363/")
    assert "hoort nu bij Utrecht" in text
    assert "Buurtmoestuin" in text
    assert "Hierin zijn opgegaan: Amsterdam (2026)" in read("/nl/gebieden/gm0344/")


def test_an_area_without_any_invites(world: World, read: Page) -> None:
    assert "Wees de eerste in Burgwallen" not in read("/nl/gebieden/wk036300/")
    Initiative.objects.all().delete()
    assert "Wees de eerste in Burgwallen" in read("/nl/gebieden/wk036300/")


def test_the_country_and_the_index(world: World, read: Page) -> None:
    assert "3 initiatieven van bewoners" in read("/nl/gebieden/nl/")
    text = read("/nl/gebieden/")
    assert 'id="letter-A"' in text
    assert 'href="/nl/gebieden/pv26/"' in text


# themes, organisations, figures


def test_a_theme_shows_its_own(world: World, read: Page) -> None:
    text = read("/nl/themas/groen-en-voedsel/")
    assert "Buurtmoestuin" in text
    assert "Zon op School" not in text
    assert "theme=groen-en-voedsel&amp;area=PV26" in text


def test_organisations_by_sector_with_their_initiatives(world: World, read: Page) -> None:
    assert "Fonds Samen" in read("/nl/organisaties/?sector=giving")
    assert "Fonds Samen" not in read("/nl/organisaties/?sector=business")
    assert "Fonds Samen" in read("/nl/organisaties/?q=fonds")
    assert "kennen we niet" in read("/nl/organisaties/?sector=geheim&after=zzz")
    text = read(f"/nl/organisaties/{world.fund.slug}/")
    assert "Buurtmoestuin" in text
    assert "Wereldkeuken" not in text


def test_the_figures_say_what_is_not_known(world: World, read: Page) -> None:
    text = read("/nl/cijfers/")
    assert "33%" in text
    assert "0 gemeenten zonder initiatief" in text
    Initiative.objects.filter(pk=world.roof.pk).delete()
    assert "van de 2" in read("/nl/cijfers/")


# list of one's own, comparison


def test_a_visitor_keeps_a_list_without_account(world: World, client: Client, read: Page) -> None:
    change = "/nl/mijn-lijst/wijzig/"
    for row in (world.garden, world.roof):
        answer = client.post(change, {"id": row.pk, "next": "/nl/initiatieven/"})
        assert answer.headers["Location"] == "/nl/initiatieven/"
    text = read("/nl/mijn-lijst/")
    assert "Buurtmoestuin" in text
    assert "Zon op School" in text
    assert f"ids={world.roof.pk},{world.garden.pk}" in text
    assert f"with={world.roof.slug}&amp;with={world.garden.slug}" in text
    script = client.post(change, {"id": world.roof.pk}, headers={"X-Requested-With": "k-list"})
    assert (script.status_code, script.headers["X-List-Count"]) == (204, "1")
    assert "Zon op School" not in read("/nl/mijn-lijst/")


def test_the_list_button_sends_nobody_to_another_site(world: World, client: Client) -> None:
    for bad in ("https://elders.example/", "//elders.example", "javascript:alert(1)", ""):
        answer = client.post("/nl/mijn-lijst/wijzig/", {"id": world.garden.pk, "next": bad})
        assert answer.headers["Location"] == "/nl/mijn-lijst/"


def test_a_cookie_changed_by_hand_is_an_empty_list(world: World, client: Client, read: Page) -> None:
    client.cookies["kracht-list"] = f"{world.garden.pk}:vals"
    assert "Je lijst is nog leeg" in read("/nl/mijn-lijst/")


def test_a_shared_list_can_be_taken_over(world: World, client: Client, read: Page) -> None:
    text = read(f"/nl/mijn-lijst/?ids={world.garden.pk},999999")
    assert "met je is gedeeld" in text
    assert "1 initiatief van deze lijst staat niet meer" in text
    client.post("/nl/mijn-lijst/wijzig/", {"id": [world.garden.pk], "act": "add"})
    assert "Mijn lijst" in read("/nl/mijn-lijst/")


def test_a_list_can_be_taken_along_as_a_table(world: World, client: Client) -> None:
    Initiative.objects.filter(pk=world.roof.pk).update(name="=1+1")
    answer = client.get(f"/nl/mijn-lijst/?ids={world.roof.pk}&format=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "\n'=1+1," in answer.content.decode().replace("\r", "")


def test_compare_up_to_four(world: World, read: Page) -> None:
    text = read(f"/nl/vergelijk/?with={world.garden.slug}&with={world.roof.slug}&with=weg")
    assert "Buurtmoestuin" in text
    assert "niet bekend" in text
    assert "Niet al deze initiatieven" in text
    many = "&".join(f"with={slug}" for slug in (world.garden.slug, world.roof.slug, "a", "b", "c"))
    assert "hooguit vier" in read(f"/nl/vergelijk/?{many}")


def test_suggestions_while_typing(world: World, client: Client) -> None:
    found = client.get("/nl/suggesties/", {"q": "wereldk"}).json()
    assert found[0]["url"] == f"/nl/initiatieven/{world.kitchen.slug}/"
    assert client.get("/nl/suggesties/", {"q": "energ"}).json()[0]["url"] == "/nl/themas/energie/"
    assert client.get("/nl/suggesties/", {"q": "e"}).json() == []


def test_one_s_own_place_never_stands_in_an_address(world: World, read: Page, settings: Settings) -> None:
    text = read("/nl/")
    found = re.search(r'<k-locate[^>]*data-url="([^"]*)"', text)
    if found:  # drawn only where the points of the postcodes are built
        assert found[1] == "/nl/zoek/?q={}"
