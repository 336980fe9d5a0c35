"""Published numbers traced to their source; releases, their chain, and what is read from them."""

import dataclasses
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction

from kracht.domains.initiatives.tests.factories import make_areas
from kracht.domains.value.facts import EventKind
from kracht.domains.value.models import Part, Release, Run, Value
from kracht.domains.value.operations import batching, releasing, valuing
from kracht.domains.value.queries import figures
from kracht.domains.value.queries import sheet as sheets
from kracht.domains.value.rules import computing
from kracht.domains.value.rules.reading import parsed
from kracht.domains.value.tests.factories import AT, FIRST, OWNER, SECOND, SLUG, many, published

pytestmark = pytest.mark.django_db
BY_HAND_LS = Decimal("0.30")  # less-lonely, central: data/values.toml
BY_HAND_WELLBY = Decimal(15000)


def test_every_euro_of_a_sheet_is_traced_by_hand_to_its_source() -> None:
    """People × change × share × value of one × years, from the answers and the value set alone."""
    published()
    sheet = sheets.published(SLUG, 2024)
    assert sheet is not None
    lonely = next(line for line in sheet.lines if line.code == "less-lonely")
    change = Decimal(45) / Decimal(82) - Decimal("0.18")  # (44 + 1) / (80 + 2), minus who improves anyway
    assert lonely.people == 80
    assert lonely.change == pytest.approx(float(change), rel=1e-11)
    assert lonely.share == 0.5  # one other helped
    assert lonely.unit_cents == BY_HAND_LS * BY_HAND_WELLBY * 100
    by_hand = 80 * change * Decimal("0.5") * BY_HAND_LS * BY_HAND_WELLBY
    assert lonely.value_cents == round(by_hand * 100)

    guidance = next(line for line in sheet.lines if line.code == "less-guidance")
    unit = (
        Decimal("55.80") * 52 * Decimal("130.31") / Decimal("126.09") * Decimal("0.3")
    )  # prices 2023 to 2024; cashable
    change = Decimal(13) / Decimal(82) * Decimal("0.5")
    assert guidance.value_cents == round(80 * change * unit * 100)
    assert guidance.source.page.startswith("Individuele begeleiding basis 55,80")
    row = Value.objects.get(value_set__number=sheet.value_set, code="less-guidance")
    assert (guidance.source.source, guidance.source.licence) == (row.source, row.licence)

    assert [column.cents for column in sheet.ledgers] == [guidance.value_cents, 0, lonely.value_cents]
    assert sheet.cost_cents == 3_000_000 + 250_050 + 600 * 1368
    assert sheet.profile["social"] == pytest.approx(100 * 60 / 120)  # of all participants
    assert sheet.intact
    assert computing.replay(sheet.record)


def test_a_sheet_is_only_there_once_published() -> None:
    assert sheets.published(SLUG, 2024) is None
    published()
    assert sheets.published(SLUG, 2024) is not None
    assert sheets.published(SLUG, 2023) is None
    assert sheets.published(SLUG, 2024, number=9) is None
    assert sheets.published("x\x00", 2024) is None


def test_what_moves_the_result_comes_from_the_record() -> None:
    published()
    sheet = sheets.published(SLUG, 2024)
    assert sheet is not None
    found = sheets.moving(sheet)
    assert found["drivers"][0]["total"] > 0
    assert found == computing.drivers({key: sheet.record["inputs"][key] for key in ("year", "values", "parameters")})


def test_records_of_a_whole_portfolio_are_those_of_one_by_one() -> None:
    many(3)
    for run in Run.objects.all():
        assert computing.replay(parsed(run.record))


@pytest.fixture
def released(db: None) -> Release:
    """A release of 24 initiatives over two years, of which one closed and one was taken over."""
    make_areas()
    rows = many(24, years=(2022, 2023), lat=52.0907, lon=5.1214)
    many_more(rows[2:], 2024)
    batching.leave(initiative_id=rows[0].pk, kind=EventKind.CLOSED, on=date(2024, 5, 1), note="", by=OWNER, at=AT)
    batching.leave(initiative_id=rows[1].pk, kind=EventKind.TAKEOVER, on=date(2024, 5, 1), note="", by=OWNER, at=AT)
    releasing.make(name="2023", by=OWNER, at=AT)
    return releasing.make(name="2024", by=OWNER, at=AT)


def many_more(rows: list, year: int) -> None:
    from kracht.domains.value.facts import YearValues
    from kracht.domains.value.tests.factories import ANSWERS

    values = [
        YearValues(row.pk, year, {**ANSWERS, "participants": str(120 + at)}, date(year + 1, 5, 2))
        for at, row in enumerate(rows)
    ]
    batching.publish_many(years=values, slugs={row.pk: row.slug for row in rows}, people=(OWNER, FIRST, SECOND), at=AT)


def test_the_index_counts_closure_at_zero_and_a_takeover_at_its_last_value(released: Release) -> None:
    index = figures.index_levels()
    assert index is not None
    assert [level.period for level in index.levels] == ["2022", "2023", "2024"]
    last = index.levels[-1]
    assert (last.closed, last.removed) == (("initiatief-00",), ("initiatief-01",))
    assert last.matched > last.level  # closing pulls the headline down, not the matched series
    assert index.count == 22
    assert last.low is not None
    assert last.low < last.high
    by_theme = figures.index_levels("theme:8")
    assert by_theme is not None
    assert by_theme.levels
    assert figures.index_levels("theme:99") is None
    assert "ledger:L3" in figures.index_keys()


def test_constituents_trace_to_their_sheets(released: Release) -> None:
    rows = figures.constituents("theme:8")
    assert len(rows) == 22
    assert sum(row.weight for row in rows) == pytest.approx(1)
    for row in rows:
        sheet = sheets.published(row.initiative, row.year)
        assert sheet is not None
        assert sheet.record["hash"] == row.hash
        assert row.value_cents == round(sheet.record["outputs"]["range"]["benefit"]["p50"] * 100)
    assert figures.constituents("theme:1") == ()


def test_totals_keep_the_ledgers_apart(released: Release) -> None:
    found = figures.totals()
    assert found is not None
    rows = [sheets.published(one.initiative, one.year) for one in figures.constituents()]
    for at, ledger in enumerate(("L1", "L2", "L3")):
        assert found.central[ledger] == pytest.approx(sum(row.ledgers[at].cents for row in rows if row), abs=len(rows))
    assert not any("total" in field.name or "sum" in field.name for field in dataclasses.fields(found))


def test_the_national_figure_is_claims_counted_once_minus_public_money(released: Release) -> None:
    found = figures.national()
    assert found is not None
    part = Part.objects.get(release=released, stage="national").document
    counted = sum(
        round(round(one["cashable"] * part["lambda"][f"{one['initiative']} / {one['cell']}"], 2) * 100)
        for one in part["claims"]
        if one["level"] > 1
    )
    paid = sum(round(one["amount"] * 100) for one in part["public_money"])
    assert found.central_cents == pytest.approx(counted - paid, abs=len(part["claims"]))
    assert found.central_cents < 0  # and it is published as such
    assert sum(payer.net_cents for payer in found.payers) == found.central_cents
    assert sum(region[1] for region in found.regions) == found.central_cents
    assert found.counted < found.claims  # one municipality, one driver: the umbrella rule


def test_a_benchmark_names_its_peers_and_why(released: Release) -> None:
    found = figures.benchmark_of("initiatief-05")
    assert found is not None
    assert found.group == "theme:8:less-lonely"
    assert len(found.peers) == 22
    assert found.mine is not None
    assert figures.benchmark_of("bestaat-niet") is None


def test_gaps_are_read_from_the_need_that_is_known(released: Release) -> None:
    from kracht.foundation.places.models import Area

    area = Area.objects.get(code="WK034401")
    batching.know_needs(rows=[(area.pk, "loneliness", 2024, 1200)], source="test", demonstration=True)
    releasing.make(name="2025Q2", by=OWNER, at=AT)
    found = figures.gaps("loneliness", release="2025Q2")
    assert found is not None
    assert found.areas[0].area == "WK034401"
    assert found.areas[0].gap is not None
    assert found.recipe.startswith("initiatief-")


def test_recomputing_gives_the_published_bytes(released: Release, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("2023", "2024"):
        assert releasing.recompute(name=name).identical
    call_command("recompute", "2024")
    assert "identical" in capsys.readouterr().out
    again = releasing.make(name="2024", by=OWNER, at=AT)
    assert again.pk == released.pk


def test_one_changed_input_breaks_the_chain_visibly(released: Release, capsys: pytest.CaptureFixture[str]) -> None:
    run = Run.objects.order_by("pk").first()
    assert run is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(record=run.record.replace('"participants":100', '"participants":101'))
    with connection.cursor() as db:
        db.execute("ALTER TABLE value_run DISABLE TRIGGER USER")
        db.execute("UPDATE value_run SET record = replace(record, '\"participants\":100', '\"participants\":101')")
        db.execute("ALTER TABLE value_run ENABLE TRIGGER USER")
    found = releasing.recompute(name="2024")
    assert not found.identical
    assert any("initiatief-00 2022" in text and "does not fit its hash" in text for text in found.problems)
    with pytest.raises(SystemExit):
        call_command("recompute", "2024")
    assert "NOT the published bytes" in capsys.readouterr().err


def test_a_changed_release_breaks_the_links_after_it(released: Release) -> None:
    assert releasing.chain_problems() == []
    with connection.cursor() as db:
        db.execute("ALTER TABLE value_release DISABLE TRIGGER USER")
        db.execute(
            "UPDATE value_release SET document = replace(document, '\"count\":24', '\"count\":25') WHERE name = '2023'"
        )
        db.execute("ALTER TABLE value_release ENABLE TRIGGER USER")
    assert any(text.startswith("2023") for text in releasing.chain_problems())
    assert not releasing.recompute(name="2023").identical


def test_a_release_has_its_time() -> None:
    for name in ("2026", "2026Q4", "nu", "2026Q5"):
        with pytest.raises(ValidationError):
            releasing.make(name=name, by=OWNER, at=AT)
    with pytest.raises(CommandError):
        call_command("recompute", "1999")


def test_a_new_version_of_the_value_set_is_spliced(released: Release) -> None:
    """A link uses one version at both ends: halving a value does not move the level."""
    row = valuing.draft(by=FIRST, at=AT, reviewer=True)
    Value.objects.filter(value_set=row, code="less-lonely").update(low="0.075", central="0.15", high="0.225")
    valuing.propose(number=row.number, note="Eenzaamheid telt half.", by=FIRST, at=AT, reviewer=True)
    valuing.accept(number=row.number, by=SECOND, at=AT, reviewer=True)
    from kracht.domains.initiatives.models import Initiative

    rows = list(Initiative.objects.filter(slug__in=[one.initiative for one in figures.constituents()]).order_by("slug"))
    many_more(rows, 2025)
    releasing.make(name="2025", by=OWNER, at=AT)
    index = figures.index_levels(release="2025")
    assert index is not None
    assert index.levels[-1].level == pytest.approx(index.levels[-2].level, rel=0.02)  # the same people, half the price
