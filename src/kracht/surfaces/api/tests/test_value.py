"""The valuation as data: every number is that of the page and of the stored release; what is not published stays away."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jsonschema_rs
import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django.fixtures import Settings

from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.tests.factories import make_areas
from kracht.domains.value.models import Part, Publication, Release
from kracht.domains.value.operations import answering, batching, releasing, reviewing
from kracht.domains.value.rules.reading import parsed
from kracht.domains.value.tests.factories import AT, FIRST, OWNER, SECOND, SLUG, many, published, submitted
from kracht.foundation.places.models import Area
from kracht.surfaces.api import openapi
from socialvalue import pipeline

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/value"
PAGES = "/en/value"


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What is kept in memory under the name of a release belongs to one test."""
    caches["local"].clear()
    yield
    caches["local"].clear()


@pytest.fixture
def members(db: None) -> list[Initiative]:
    """A released portfolio in Utrecht."""
    make_areas()
    rows = many(24, lat=52.0907, lon=5.1214)
    need = [(Area.objects.get(code="WK034401").pk, "loneliness", 2024, 1200)]
    batching.know_needs(rows=need, source="test", demonstration=True)
    for name in ("2023", "2024"):
        releasing.make(name=name, by=OWNER, at=AT)
    return rows


def got(client: Client, path: str) -> dict[str, Any]:
    answer = client.get(f"{ROOT}/{path}")
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"].startswith("application/json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    found: dict[str, Any] = answer.json()
    return found


def table(client: Client, path: str) -> list[dict[str, str]]:
    """The file behind the button of a page."""
    answer = client.get(f"{PAGES}/{path}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def part(stage: str, key: str) -> dict[str, Any]:
    document: dict[str, Any] = Part.objects.get(stage=stage, key=key, release__name="2024").document
    return document


def test_every_answer_has_the_shape_that_is_described(client: Client, members: list[Initiative]) -> None:
    described = {
        "ValueIndex": "index", "ValueMembers": "constituents", "ValueGaps": "gaps", "ValueNational": "national",
        "ValueSet": "set", "ValueReleases": "releases", "ValueRelease": "releases/2024",
        "ValueBenchmark": f"benchmark/{members[5].slug}", "ValueSheet": f"sheets/{members[5].slug}/2024",
    }  # fmt: skip
    document = json.loads(json.dumps(openapi.document()))
    for name, path in described.items():
        shape = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        jsonschema_rs.validate(shape, got(client, path))


def test_the_index_is_that_of_the_page(client: Client, members: list[Initiative]) -> None:
    found = got(client, "index")
    assert (found["key"], found["release"], found["count"]) == ("all", "2024", 24)
    rows = table(client, "index/all.csv")
    assert [one["level"] for one in found["levels"]] == [float(row["level"]) for row in rows]
    assert [one["matched"] for one in found["levels"]] == [float(row["matched"]) for row in rows]
    assert [one["period"] for one in found["levels"]] == ["2023", "2024"]
    older = got(client, "index?release=2023")
    assert older["levels"] == found["levels"][:1]
    assert got(client, "index?key=province:PV26")["count"] == 24
    assert got(client, "index?key=ledger:L3")["levels"][0]["level"] == 1000


def test_members_stand_by_address_with_the_value_of_their_sheet(client: Client, members: list[Initiative]) -> None:
    items = got(client, "constituents")["items"]
    assert [one["initiative"] for one in items] == sorted(row.slug for row in members)
    assert sum(one["weight"] for one in items) == pytest.approx(1)
    rows = {row["initiative"]: row for row in table(client, "index/members.csv")}
    for one in items:
        sheet = got(client, f"sheets/{one['initiative']}/{one['year']}")
        assert sheet["hash"] == one["hash"] == rows[one["initiative"]]["hash"]
        benefit = sheet["record"]["outputs"]["range"]["benefit"]["p50"]
        assert one["value_cents"] == round(benefit * 100)
        assert one["value_cents"] == round(float(rows[one["initiative"]]["value_eur"]) * 100)


def test_the_benchmark_is_that_of_the_page_and_never_ordered_by_value(
    client: Client, members: list[Initiative]
) -> None:
    slug = members[5].slug
    found = got(client, f"benchmark/{slug}")
    assert found["mine"]["initiative"] == slug
    assert [one["initiative"] for one in found["peers"]] == sorted(one["initiative"] for one in found["peers"])
    rows = {row["initiative"]: row for row in table(client, f"benchmark/{slug}.csv")}
    assert sorted(rows) == [one["initiative"] for one in found["peers"]]
    for one in found["peers"]:
        written = rows[one["initiative"]]["better_than_half"]
        assert one["better_than_half"] == (float(written) if written else None)
    assert client.get(f"{ROOT}/benchmark/bestaat-niet").status_code == 404


def test_the_growth_map_is_that_of_the_page(client: Client, members: list[Initiative]) -> None:
    found = got(client, "gaps")
    (one,) = found["areas"]
    stored = part("gap", "loneliness")["areas"][0]
    assert (one["area"], one["need"], one["gap"]) == ("WK034401", stored["need"], stored["gap"])
    assert one["chance_cents"] == round(stored["chance"] * 100)
    assert table(client, "growth-map.csv")[0]["area"] == one["area"]
    assert got(client, "gaps?driver=loneliness") == {**found, "_links": got(client, "gaps?driver=loneliness")["_links"]}


def test_the_national_figure_is_that_of_the_page(client: Client, members: list[Initiative], settings: Settings) -> None:
    figure = got(client, "national")["figure"]
    rows = table(client, "the-country-saves.csv")
    head = next(row for row in rows if row["part"] == "headline")
    assert figure["centralCents"] == round(float(head["eur"]) * 100)
    assert figure["centralCents"] == sum(one["net_cents"] for one in figure["payers"])
    assert figure["centralCents"] == sum(one["centralCents"] for one in figure["regions"])
    settings.PRODUCTION = True  # and an amount is for demonstration: no euros
    stored = Part.objects.get(stage="national", release__name="2024")
    stored.document["claims"][0] |= {"code": "less-lonely", "cashable": 1.0}
    stored.save()
    caches["local"].clear()
    hidden = got(client, "national")
    assert (hidden["figure"], hidden["hidden"]) == (None, ["less-lonely"])


def test_a_release_is_its_published_bytes(client: Client, members: list[Initiative]) -> None:
    names = [one["name"] for one in got(client, "releases")["items"]]
    assert names == ["2024", "2023"]
    row = Release.objects.get(name="2024")
    answer = client.get(f"{ROOT}/releases/2024")
    assert answer.content.decode() == row.document
    assert got(client, "releases")["items"][0]["hash"] == row.hash == answer.json()["hash"]
    assert got(client, "releases")["items"][0]["previous"] == Release.objects.get(name="2023").hash


def test_a_sheet_is_its_record_and_can_be_computed_again(client: Client) -> None:
    published()
    found = got(client, f"sheets/{SLUG}/2024")
    record = parsed(Publication.objects.get().run.record)
    assert (found["edition"], found["hash"], found["record"]) == (1, record["hash"], record)
    core = {key: found["record"]["inputs"][key] for key in ("year", "values", "parameters")}
    assert pipeline.outputs("appraise", core) == found["record"]["outputs"]["central"]


def test_what_is_not_published_comes_out_of_no_door(client: Client) -> None:
    row = submitted()
    doors = [f"sheets/{SLUG}/2024", f"benchmark/{SLUG}", "national", "gaps", "releases/2024"]
    assert {door: client.get(f"{ROOT}/{door}").status_code for door in doors} == dict.fromkeys(doors, 404)
    assert got(client, "constituents") == {**got(client, "constituents"), "release": "", "items": []}
    assert got(client, "releases")["items"] == []
    reviewing.check(number=row.pk, text="", by=FIRST, at=AT, reviewer=True, own=False)
    assert client.get(f"{ROOT}/sheets/{SLUG}/2024").status_code == 404
    reviewing.publish(number=row.pk, text="", by=SECOND, at=AT, reviewer=True, own=False, demonstration=True)
    assert got(client, f"sheets/{SLUG}/2024")["edition"] == 1
    # a correction that is still being written changes nothing yet
    later = AT + timedelta(days=1)
    reviewing.correct(number=row.pk, reason="De huur telde dubbel.", by=OWNER, at=later, owner=True, reviewer=False)
    answering.save(number=row.pk, typed={"cash": "20000"}, owner=True, by=OWNER, at=later)
    assert got(client, f"sheets/{SLUG}/2024")["record"]["inputs"]["year"]["costs"]["cash"] == 30000
    # and an initiative that is taken off the site takes its sheets with it
    Initiative.objects.filter(slug=SLUG).update(state="withdrawn")
    assert client.get(f"{ROOT}/sheets/{SLUG}/2024").status_code == 404


NOWHERE = """sheets/bestaat-niet/2024 sheets/initiatief-05/1999 sheets/%00/2024 benchmark/bestaat-niet benchmark/%00
releases/1999 releases/%00 sheets/initiatief-05/x nergens""".split()
WRONG = """index?key=theme:99 index?key=%00 index?key=a&key=b index?release=1999 constituents?release=nu
gaps?driver=geluk national?release=%00""".split()


def test_bad_addresses_and_questions_are_refused_in_words(client: Client, members: list[Initiative]) -> None:
    for path in NOWHERE:
        assert client.get(f"{ROOT}/{path}").status_code == 404, path
    for path in WRONG:
        answer = client.get(f"{ROOT}/{path}")
        assert answer.status_code == 400, path
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        field = path.partition("?")[2].partition("=")[0]
        assert field in json.dumps(answer.json()["errors"])
    assert client.post(f"{ROOT}/index").status_code == 405
