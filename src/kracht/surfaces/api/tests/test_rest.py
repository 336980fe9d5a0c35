"""The REST API: what it gives, what it keeps to itself, and how it refuses."""

from itertools import product

import jsonschema_rs
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kracht.surfaces.api import openapi
from kracht.surfaces.api.tests.conftest import World

ROOT = "/api/v1"


def names(client: Client, query: str) -> list[str]:
    return [one["slug"] for one in client.get(f"{ROOT}/initiatives?{query}").json()["items"]]


def test_the_list_is_freshest_first_and_filters_narrow_it(client: Client, world: World) -> None:
    garden, repair, nowhere = world.garden.slug, world.repair.slug, world.nowhere.slug
    assert names(client, "") == [nowhere, repair, garden]
    assert names(client, "theme=groen-en-voedsel") == [garden]
    assert names(client, "theme=groen-en-voedsel,democratie") == [nowhere, garden]
    assert names(client, "area=GM0363") == [repair]
    assert names(client, "area=gm0344") == [garden]
    assert names(client, "stage=growing") == [repair]
    assert names(client, "need=hands") == [garden]
    assert names(client, "sdg=11") == [garden]
    assert names(client, "sector=government") == [garden]
    assert names(client, "bbox=4.8,52.3,5.0,52.4") == [repair]
    assert names(client, "near=52.37,4.9") == [repair, garden]
    assert names(client, "q=moestuin") == [garden]
    assert names(client, "examples=0") == [nowhere, garden]


def test_paging_follows_links_there_and_back(client: Client, world: World) -> None:
    first = client.get(f"{ROOT}/initiatives?limit=2")
    following = first.json()["_links"]["next"]["href"]
    assert f'<{following}>; rel="next"' in first.headers["Link"]
    second = client.get(following.removeprefix("http://localhost:8000"))
    assert [one["slug"] for one in second.json()["items"]] == [world.garden.slug]
    assert "next" not in second.json()["_links"]
    back = client.get(second.json()["_links"]["prev"]["href"].removeprefix("http://localhost:8000"))
    assert back.json()["items"] == first.json()["items"]


def test_an_item_shows_everything_public_and_contacts_only_when_they_are(client: Client, world: World) -> None:
    garden = client.get(f"{ROOT}/initiatives/{world.garden.slug}").json()
    assert garden["contact"] == {"name": "Jo Jansen", "email": "jo@voorbeeld.example", "phone": ""}
    assert garden["parties"] == [
        {"name": "Gemeente Utrecht", "sector": "government", "organisation": "gemeente-utrecht"}
    ]
    assert garden["municipality"] == {"code": "GM0344", "name": "Utrecht"}
    assert garden["licenceUrl"] == "https://creativecommons.org/licenses/by/4.0/"
    hidden = client.get(f"{ROOT}/initiatives/{world.repair.slug}")
    assert hidden.json()["contact"] is None
    assert b"geheim" not in hidden.content


def test_withdrawn_entries_and_hidden_contacts_come_out_of_no_door(client: Client, world: World) -> None:
    doors = [
        f"{ROOT}/initiatives?limit=100", f"{ROOT}/initiatives/{world.secret.slug}", f"{ROOT}/initiatives?q=ingetrokken",
        f"{ROOT}/organisations", f"{ROOT}/organisations/gemeente-utrecht", f"{ROOT}/areas/GM0344",
        "/export/initiatieven.csv", "/export/initiatieven.geojson", "/export/initiatieven.json",
        "/feeds/initiatieven.atom", "/ogc/collections/initiatives/items",
        f"/ogc/collections/initiatives/items/{world.secret.pk}", "/kaart/tegel/15/16850/10795.json",
        "/zoek/suggesties.json?q=ingetrokken", "/sitemap-initiatives-0.xml", "/embed/lijst",
        f"/embed/kaartje/{world.secret.slug}", f"/og/initiatief/{world.secret.slug}.png",
    ]  # fmt: skip
    for door in doors:
        answer = client.get(door)
        body = answer.getvalue()
        assert b"Ingetrokken initiatief" not in body, door
        assert b"geheim@" not in body, door
        assert b"verborgen@" not in body, door
    assert b"Jo Jansen" in client.get("/export/initiatieven.csv").getvalue()


def test_reads_need_no_session_and_few_queries(
    client: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(f"{ROOT}/initiatives")  # themes and names are then in memory
    client.cookies["sessionid"] = "s" * 32
    with django_assert_max_num_queries(1) as captured:
        answer = client.get(f"{ROOT}/initiatives")
    assert "session" not in captured.captured_queries[0]["sql"]
    assert not answer.cookies
    client.get(f"{ROOT}/initiatives/{world.garden.slug}")
    with django_assert_max_num_queries(2):  # the entry, and the organisations it names
        client.get(f"{ROOT}/initiatives/{world.garden.slug}")


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/initiatives", "InitiativeList"),
        ("/initiatives?limit=1", "InitiativeList"),
        ("/initiatives/{garden}", "Initiative"),
        ("/initiatives/{repair}", "Initiative"),
        ("/initiatives/{nowhere}", "Initiative"),
        ("/organisations", "OrganisationList"),
        ("/organisations?q=utrecht", "OrganisationList"),
        ("/organisations/gemeente-utrecht", "Organisation"),
        ("/areas", "AreaList"),
        ("/areas?kind=province", "AreaList"),
        ("/areas?within=GM0344", "AreaList"),
        ("/areas/GM0344", "Area"),
        ("/areas/NL", "Area"),
        ("/themes", "ThemeList"),
        ("/themes?area=GM0344", "ThemeList"),
        ("/initiatives?limit=0", "Problem"),
        ("/nothing", "Problem"),
    ],
)
def test_real_answers_are_what_the_document_says(client: Client, world: World, path: str, schema: str) -> None:
    slugs = {"garden": world.garden.slug, "repair": world.repair.slug, "nowhere": world.nowhere.slug}
    answer = client.get(ROOT + path.format(**slugs))
    document = openapi.document()
    validator = jsonschema_rs.Draft202012Validator(
        {"$ref": f"#/components/schemas/{schema}", "components": document["components"]}, validate_formats=True
    )
    errors = [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(answer.json())]
    assert errors == []
    if schema != "Problem":
        assert answer.status_code == 200
        assert answer.json()["licence" if schema != "Initiative" else "licenceUrl"]


BAD = [
    "limit=1" + "0" * 30, "limit=-1", "bbox=nonsense", "bbox=1,2,3", "near=x", "q=%00", "q=" + "x" * 5000,
    "after=rubbish", "after=" + "W" * 300, "theme=voetbal", "area=%00", "stage=", "sdg=18", "after=WyJcdTAwMDAiLDFd",
    "after=WyJvbGRlciIsIjAwMDEtMDEtMDFUMDA6MDA6MDArMjM6NTkiLDFd", "after=WzFlOTldCg",
]  # fmt: skip


@pytest.mark.parametrize(("door", "query"), list(product(["/initiatives", "/organisations", "/areas"], BAD)))
def test_bad_queries_get_a_problem_with_a_sentence(client: Client, world: World, door: str, query: str) -> None:
    answer = client.get(f"{ROOT}{door}?{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert {"type", "title", "status", "detail", "instance", "errors"} <= set(problem)
    assert problem["errors"][0]["location"]["name"] == query.split("=")[0]
    assert problem["errors"][0]["detail"].endswith(".")


def test_refusals_have_the_right_status(client: Client, world: World) -> None:
    for path in ("/initiatives/x%00y", "/initiatives/" + "x" * 500, "/areas/GM9999", "/organisations/none", "/bla/bla"):
        answer = client.get(ROOT + path)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    for method in (client.post, client.put, client.patch, client.delete):
        answer = method(f"{ROOT}/organisations")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert answer.headers["Content-Type"] == "application/problem+json"
    for method in (client.put, client.patch, client.delete):
        answer = method(f"{ROOT}/initiatives")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "POST, GET, HEAD, OPTIONS")
    assert client.post(f"{ROOT}/initiatives").status_code == 401  # partners have a key


def test_headers_open_the_door_to_every_site_and_save_a_second_load(client: Client, world: World) -> None:
    answer = client.get(f"{ROOT}/initiatives")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert answer.headers["API-Version"] == "1.0.0"
    assert 'rel="license"' in answer.headers["Link"]
    again = client.get(f"{ROOT}/initiatives", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(f"{ROOT}/initiatives").status_code == 200
    options = client.options(f"{ROOT}/initiatives")
    assert (options.status_code, options.headers["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


def test_the_document_follows_the_dutch_design_rules(client: Client, world: World) -> None:
    document = client.get(f"{ROOT}/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert document["info"]["contact"].keys() == {"name", "url", "email"}
    assert document["servers"][0]["url"].endswith("/api/v1")
    for parameter in document["components"]["parameters"].values():
        assert parameter["name"].isalpha()
        assert parameter["name"][0].islower()
    for name, schema in document["components"]["schemas"].items():
        for field in schema.get("properties", {}):
            assert field == "_links" or (field.isalnum() and field[0].islower()), f"{name}.{field}"
    assert not any(path.endswith("/") for path in document["paths"])
    for path in document["paths"].values():
        for operation in path.values():
            answers = operation["responses"] if isinstance(operation, dict) else {}
            assert all("API-Version" in answers[status]["headers"] for status in ("200", "201") if status in answers)


def test_a_sentence_comes_in_the_language_asked_for(client: Client, world: World) -> None:
    dutch = client.get(f"{ROOT}/initiatives?limit=0", headers={"Accept-Language": "nl"}).json()
    english = client.get(f"{ROOT}/initiatives?limit=0", headers={"Accept-Language": "en"}).json()
    assert english["errors"][0]["detail"] == "Use a whole number from 1 to 100."
    assert dutch["errors"][0]["detail"] == "Gebruik een heel getal van 1 tot en met 100."
