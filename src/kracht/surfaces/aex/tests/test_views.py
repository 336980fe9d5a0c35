"""The public pages: each number is that of the stored release; bad addresses lead nowhere; queries do not grow."""

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from kracht.domains.initiatives.models import Initiative, Owner
from kracht.domains.value.models import Gift, Part, Publication, Release
from kracht.domains.value.tests.factories import AT
from kracht.foundation.accounts.tests.factories import person
from kracht.surfaces.aex.pages import common, index

EN = "/en/value/"


def part(stage: str, key: str, release: str = "2024") -> dict[str, Any]:
    document: dict[str, Any] = Part.objects.get(stage=stage, key=key, release__name=release).document
    return document


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode()).replace("\u00a0", " ")


def rows(client: Client, path: str) -> list[dict[str, str]]:
    answer = client.get(path)
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_dutch_addresses_lead_to_the_same_pages(client: Client, members: list[Initiative]) -> None:
    for path in ("", "koers/", "koers/deelnemers/", "vergelijken/", "groeikaart/", "nederland-bespaart/", "methode/"):
        assert 'lang="nl"' in text(client, f"/nl/waarde/{path}")


def test_the_front_door_shows_the_numbers_of_the_release(client: Client, members: list[Initiative]) -> None:
    page = text(client, EN)
    last = part("index", "all")["series"][-1]
    sums = part("totals", "2024")
    head = part("national", "2024")["headline"]
    assert common.plain(last["level"], 1) in page
    assert common.change(last["link"]["ratio"] - 1) in page
    assert common.about(head["central_cents"]).replace("\u00a0", " ") in page
    for ledger in ("L1", "L2", "L3"):
        assert common.about(sums["ledgers"][ledger]["central_cents"]).replace("\u00a0", " ") in page
    together = sum(one["central_cents"] for one in sums["ledgers"].values())
    assert common.about(together).replace("\u00a0", " ") not in page


def test_the_index_and_its_file_are_those_of_the_release(client: Client, members: list[Initiative]) -> None:
    page = text(client, f"{EN}index/")
    series = part("index", "all")["series"]
    table = rows(client, f"{EN}index/all.csv")
    assert [float(row["level"]) for row in table] == [one["level"] for one in series]
    for one in series:
        assert common.plain(one["level"], 2) in page
        assert common.plain(one["matched"], 2) in page
    assert f"/initiatives/{members[0].slug}/" in page  # who closed is named
    assert f"/initiatives/{members[1].slug}/" in page  # who was taken over
    assert "closed" in page
    assert "taken over" in page


def test_a_part_that_is_too_small_shows_its_count_alone(client: Client, members: list[Initiative]) -> None:
    small = Part.objects.get(stage="index", key="ledger:L1", release__name="2024")
    Part.objects.create(
        release=small.release, stage="index", key="theme:11", document={"series": [], "count": 9, "reason": "sub-index-members"}
    )  # fmt: skip
    page = text(client, f"{EN}index/theme-11/")
    assert "Too few members for an index" in page
    assert ">9<" in page
    assert "<svg viewBox" not in page.split('id="main"')[1].split("<footer")[0]
    assert client.get(f"{EN}index/theme-11.csv").status_code == 404


def test_any_span_of_time_is_answered(client: Client, members: list[Initiative]) -> None:
    for span in ("3m", "1y", "2y", "all", "", "x", "%00", "9" * 50):
        text(client, f"{EN}index/?span={span}")


def test_members_stand_by_name_and_never_by_value(client: Client, members: list[Initiative]) -> None:
    table = rows(client, f"{EN}index/members.csv")
    stored = {one["initiative"]: one for one in part("index", "all")["constituents"]}
    assert [row["initiative"] for row in table] == sorted(stored)
    for row in table:
        assert float(row["value_eur"]) * 100 == pytest.approx(stored[row["initiative"]]["value_cents"])
        assert row["hash"] == stored[row["initiative"]]["hash"]
    page = text(client, f"{EN}index/members/")
    places = [page.index(f">{row.name}<") for row in members[2:]]
    assert places == sorted(places)


def test_the_benchmark_is_that_of_the_release(client: Client, members: list[Initiative]) -> None:
    slug = members[5].slug
    groups = [one for one in Part.objects.filter(stage="benchmark", release__name="2024") if one.document.get("peers")]
    for group in groups:
        for at, one in enumerate(group.document["peers"]):
            one["better_than_half"] = 0.11 + at / 100
        group.save()
    peers = groups[-1].document["peers"]
    mine = next(one for one in peers if one["initiative"] == slug)
    page = text(client, f"{EN}benchmark/{slug}/")
    assert common.percent(mine["better_than_half"]) in page
    table = rows(client, f"{EN}benchmark/{slug}.csv")
    assert {row["initiative"]: float(row["better_than_half"]) for row in table} == {
        one["initiative"]: one["better_than_half"] for one in peers
    }
    assert [row["initiative"] for row in table] == sorted(row["initiative"] for row in table)


@pytest.mark.parametrize("page", ["benchmark/", "follow-your-gift/"])
def test_there_is_something_to_choose_from_in_order_of_name(
    client: Client, members: list[Initiative], page: str
) -> None:
    found = [row for row in members if f"{EN}{page}{row.slug}/" in text(client, EN + page)]
    assert len(found) > 20
    seen = text(client, EN + page)
    places = [seen.index(f">{row.name}<") for row in sorted(found, key=lambda row: row.name)]
    assert places == sorted(places)
    assert "Or choose one of these" in seen
    assert "Or choose one of these" not in text(client, f"{EN}{page}?q=nothing-has-this-name")


def test_the_national_figure_is_that_of_the_release(client: Client, members: list[Initiative]) -> None:
    page = text(client, f"{EN}the-country-saves/")
    document = part("national", "2024")
    table = rows(client, f"{EN}the-country-saves.csv")
    head = next(row for row in table if row["part"] == "headline")
    assert float(head["eur"]) * 100 == pytest.approx(document["headline"]["central_cents"])
    assert float(head["p5_eur"]) == pytest.approx(document["headline"]["p5"], abs=0.01)
    for one in document["payers"].values():
        if one["saved_cents"] or one["paid_cents"]:
            assert common.euros(one["net_cents"], exact=True).replace("\u00a0", " ") in page


def test_a_figure_below_zero_is_shown_as_such(client: Client, members: list[Initiative]) -> None:
    row = Part.objects.get(stage="national", release__name="2024")
    row.document["headline"] |= {"central_cents": -1234500, "p5": -20000.0, "p50": -12345.0, "p95": -5000.0}
    row.save()
    page = text(client, f"{EN}the-country-saves/")
    assert "−€ 12,345" in page
    assert "spent more on these initiatives than it saved" in page


def test_a_real_site_shows_no_euros_while_an_amount_is_for_demonstration(
    client: Client, members: list[Initiative], settings: Settings
) -> None:
    from kracht.domains.value.queries import public

    used = public.demonstration("2024")
    settings.PRODUCTION = True
    page = text(client, f"{EN}the-country-saves/")
    assert ("We show no amount yet" in page) == bool(used)
    assert client.get(f"{EN}the-country-saves.csv").status_code == (404 if used else 200)


def test_the_growth_map_shows_need_reach_and_a_recipe(client: Client, members: list[Initiative]) -> None:
    page = text(client, f"{EN}growth-map/?area=GM0344")
    one = part("gap", "loneliness")["areas"][0]
    assert one["area"] == "WK034401"
    assert common.plain(one["need"]) in page
    assert common.plain(one["gap"]) in page
    assert f"?recipe={part('gap', 'loneliness')['recipe']}" in page
    assert rows(client, f"{EN}growth-map.csv")[0]["area"] == "WK034401"


def test_the_recipe_is_filled_in_where_one_adds_an_initiative(client: Client, members: list[Initiative]) -> None:
    assert f'value="{members[3].slug}"' in text(client, f"/en/add/?recipe={members[3].slug}")


def test_the_method_shows_every_release_with_its_hash(client: Client, members: list[Initiative]) -> None:
    page = text(client, f"{EN}method/")
    for one in Release.objects.all():
        assert one.hash in page
    answer = client.get(f"{EN}releases/2024.json")
    assert answer.content.decode() == Release.objects.get(name="2024").document
    assert json.loads(answer.content)["hash"] == Release.objects.get(name="2024").hash


def test_pictures_are_files_of_their_own(client: Client, members: list[Initiative]) -> None:
    slug = members[5].slug
    for path in ("index/all", "index/all-quarters", "the-country-saves", "growth-map", f"benchmark/{slug}"):
        answer = client.get(f"{EN}{path}.svg")
        assert answer.headers["Content-Type"] == "image/svg+xml", path
        ElementTree.fromstring(answer.content.decode().strip().encode())


NOWHERE = """index/theme-999/ index/theme-x/ index/province-zz/ index/nan/ index/all.pdf index/theme-999.csv
index/members/?page=0 index/members/?page=99999999999 index/members/?page=nan benchmark/bestaat-niet/
benchmark/bestaat-niet.csv growth-map/?driver=geluk growth-map/?area=GM9999 growth-map/?area=%00 growth-map.csv?driver=x
growth-map.pdf the-country-saves.pdf releases/1999.json releases/%00.json follow-your-gift/bestaat-niet/2024/
follow-your-gift/initiatief-02/1/ follow-your-gift/initiatief-02/99999999999999/""".split()


def test_what_does_not_exist_is_not_found(client: Client, members: list[Initiative]) -> None:
    assert {path: client.get(EN + path).status_code for path in NOWHERE} == dict.fromkeys(NOWHERE, 404)


def test_any_search_is_answered(client: Client, members: list[Initiative]) -> None:
    for q in ("%00", "<script>alert(1)", "%F0%9F%8C%B1", "a" * 500, "%25", "'; DROP TABLE", ""):
        for page in ("benchmark/", "follow-your-gift/"):
            assert "<script>alert" not in text(client, f"{EN}{page}?q={q}")


def test_queries_do_not_grow(
    client: Client, members: list[Initiative], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    most = {"": 24, "index/": 9, "index/members/": 6, "benchmark/initiatief-05/": 10, "growth-map/": 8, "method/": 4}
    for page, number in most.items():
        with django_assert_max_num_queries(number):
            text(client, EN + page)


def test_no_file_holds_a_formula(client: Client, members: list[Initiative]) -> None:
    user = person("Ans")
    client.force_login(user)
    year = f"{EN}follow-your-gift/{members[5].slug}/2024"
    client.post(f"{year}/give/", {"kind": "money", "amount": "5", "shown_as": "=1+1", "once": "f1"})
    assert rows(client, f"{year}.csv")[0]["giver"] == "'=1+1"


def test_a_gift_from_promise_to_part(client: Client, members: list[Initiative]) -> None:
    row = members[5]
    giver, keeper = person("Ans"), person("Kees")
    Owner.objects.create(initiative=row, user=keeper, since=AT, evidence="sender")
    year = f"{EN}follow-your-gift/{row.slug}/2024/"
    assert client.get(f"{year}give/").status_code == 302
    client.force_login(giver)
    wrong = client.post(f"{year}give/", {"kind": "hours", "amount": "nan", "shown_as": "Ans", "once": "f1"})
    assert wrong.status_code == 422
    assert b'value="nan"' in wrong.content
    for _twice in range(2):
        client.post(f"{year}give/", {"kind": "hours", "amount": "12,5", "shown_as": "", "once": "f1"})
    gift = Gift.objects.get()
    assert (gift.minutes, gift.cents) == (750, 0)
    assert client.post(f"{EN}follow-your-gift/{gift.pk}/say/", {"said": "received"}).status_code == 403
    client.force_login(keeper)
    client.post(f"{EN}follow-your-gift/{gift.pk}/say/", {"said": "received"})
    client.logout()
    table = rows(client, f"{EN}follow-your-gift/{row.slug}/2024.csv")
    record = json.loads(Publication.objects.get(appraisal__initiative=row, appraisal__year=2024).run.record)["outputs"][
        "central"
    ]
    for ledger in ("L1", "L2", "L3"):
        assert sum(round(float(line[f"{ledger.lower()}_eur"]) * 100) for line in table) == round(
            record["ledgers"][ledger] * 100
        )
    assert "Ans" not in text(client, year)


def test_keys_and_addresses_go_back_and_forth() -> None:
    for key in ("all", "theme:6", "province:PV26", "ledger:L1"):
        assert index.key_of(index.part_of(key)) == key


@pytest.mark.parametrize(
    ("cents", "shown"), [(0, "€ 0"), (-60, "−€ 1"), (123460, "€ 1,235"), (100_000_000, "€ 1.0 million")]
)
def test_amounts_are_written_as_people_say_them(cents: int, shown: str) -> None:
    from django.utils import translation

    with translation.override("en"):
        assert common.about(cents).replace("\u00a0", " ") == shown
