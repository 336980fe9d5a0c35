"""Export, empty, import: the same register, in every format, whatever stands in it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kracht.domains.imports.facts import Choice
from kracht.domains.imports.models import Row
from kracht.domains.imports.tests.factories import applied
from kracht.domains.initiatives.facts import SECTORS, Filters, NeedKind, SourceRecord, Verdict
from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.operations import sourcing
from kracht.domains.initiatives.operations.sourcing import Sender
from kracht.domains.initiatives.queries import entry as entries
from kracht.domains.initiatives.tests.factories import AMSTERDAM, AT, SOURCE, UTRECHT, make_areas
from kracht.foundation.audit.facts import Program
from kracht.kernel import text
from kracht.surfaces.api.pages import export, formats, naming
from kracht.surfaces.demo.operations import magazine

# what fails is not made smaller: each try takes a second, and hypothesis would try for five minutes
LAST_FOUND = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
FORMATS = {
    "csv": lambda: export.as_csv(Filters()),
    "xlsx": lambda: formats.as_xlsx(Filters()),
    "geojson": lambda: export.as_geojson(Filters(), AT),
    "json": lambda: export.as_json(Filters(), AT),
    "murmurations.json": lambda: formats.as_murmurations(Filters(), AT),
    "openfairdb.json": lambda: formats.as_openfairdb(Filters(), AT),
}
BOOKKEEPING = ("id", "createdAt", "updatedAt", "publishedAt", "areaEstimated", "_links")


def canonical():
    """The register as everyone sees it, without the numbers and dates of this database."""
    found = {}
    every = list(entries.every(Filters()))
    areas = export._areas(every)
    for one in every:
        record = json.loads(json.dumps(export.record(one, areas), default=str))
        for name in BOOKKEEPING:
            record.pop(name)
        record["source"].pop("name")
        for party in record["parties"]:
            party.pop("organisation")
        found[one.slug] = record
    return found


def there_and_back(kind):
    """Export, empty the register, import; returns what each is."""
    before = canonical()
    body = b"".join(FORMATS[kind]())
    Initiative.objects.all().delete()
    naming.forget()
    run = applied(body, filename=f"alles.{kind}", rest=Choice.OTHER, title=f"Terug {kind}", at=AT + timedelta(days=900))
    refused = list(Row.objects.filter(run=run, verdict="refused").values_list("name", "problems"))
    return before, canonical(), refused


@pytest.fixture(autouse=True)
def _areas(db, request):
    naming.forget()
    if "magazine" in request.node.name:
        call_command("load_places")
    else:
        make_areas()


def put(**values):
    base = {"name": "De Tuin", "summary": "Samen tuinieren"}
    record = SourceRecord(str(Initiative.objects.count()), base | values, moment=datetime(2020, 5, 5, tzinfo=UTC))
    (done,) = sourcing.put_many(records=[record], sender=Sender("test"), by=SOURCE, at=AT)
    assert done.verdict == Verdict.CREATED, done.problems
    return done


@pytest.mark.parametrize("kind", FORMATS)
def test_a_register_with_everything_in_it_comes_back(kind):
    put(
        name="=SOM(A1)", summary="+31 6; \"bel\" 'ons'", story="-a\n\n| b \\| c\n@d", themes=[8, 1], sdgs=[2, 11],
        needs=[["hands", "za | zo; 10:00"], ["money", ""]], parties=[["Gemeente (NL)", "government"], ["=x", "business"]],
        people=0, volunteer_hours=1200, legal_form="none", since=1850, reach="country", website="https://x.example/?a=1;b",
        contact_name="'t Hooft", contact_email="jo@x.example", contact_phone="+31 6 1234", contact_public=True,
        opening_times="di, wo", place={"lat": UTRECHT[0], "lon": UTRECHT[1]}, place_name="'s-Graveland",
    )  # fmt: skip
    put(name="Volgt later", recipe="de-laatste", place={"area": "WK036300"}, stage="idea", language="fy")
    put(name="Nergens", place={}, contact_name="Geheim", contact_email="geheim@x.example")
    put(name="'=dubbel", place={"lat": AMSTERDAM[0], "lon": AMSTERDAM[1]})
    put(name="De Laatste")
    later = Initiative.objects.get(slug="de-laatste")
    Initiative.objects.filter(slug="volgt-later").update(recipe=later)
    before, after, refused = there_and_back(kind)
    assert not refused
    assert after == before
    assert after["volgt-later"]["recipe"]["slug"] == "de-laatste"
    assert not Initiative.objects.filter(contact_email="geheim@x.example").exists()


@pytest.mark.parametrize("kind", ["csv", *(pytest.param(kind, marks=pytest.mark.long) for kind in ("xlsx", "json"))])
def test_the_magazine_comes_back(kind):
    magazine.load(by=Program("test"), at=AT)
    assert Initiative.objects.count() > 50
    before, after, refused = there_and_back(kind)
    assert not refused
    assert after == before


words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).map(lambda x: text.clean(x, 100)).filter(bool)
lines = st.text(st.characters(codec="utf-8"), max_size=200).map(lambda x: text.clean(x, 1000, lines=True))
records = st.fixed_dictionaries(
    {"name": words, "summary": words},
    optional={
        "story": lines,
        "themes": st.lists(st.integers(1, 12), max_size=3, unique=True),
        "sdgs": st.lists(st.integers(1, 17), max_size=4, unique=True).map(sorted),
        "needs": st.lists(st.tuples(st.sampled_from(NeedKind.values), st.just("") | words).map(list), max_size=3),
        "parties": st.lists(st.tuples(words, st.sampled_from(SECTORS)).map(list), max_size=3),
        "people": st.integers(0, 10_000_000),
        "since": st.integers(1000, 2100),
        "opening_times": words,
        "place_name": words,
        "place": st.sampled_from(
            [
                {"lat": UTRECHT[0], "lon": UTRECHT[1]},
                {"area": "GM0344"},
                {"area": "PV27"},
                {},
                {"lat": 52.37, "lon": 4.89},
            ]
        ),
    },
)


def changed(before, after):
    """What differs, by entry and field: what it was, what it is."""
    return {
        slug: {name: (was, is_[name]) for name, was in one.items() if was != is_[name]}
        for slug, one in before.items()
        if one != (is_ := after.get(slug, dict.fromkeys(one)))
    }


def _comes_back(kind, several):
    Initiative.objects.all().delete()
    for values in several:
        put(**values)
    before, after, refused = there_and_back(kind)
    assert not refused
    assert not changed(before, after)
    assert after.keys() == before.keys()


@settings(LAST_FOUND, max_examples=6)
@given(kind=st.sampled_from(sorted(FORMATS)), several=st.lists(records, min_size=1, max_size=4))
def test_whatever_people_write_comes_back(kind, several):
    _comes_back(kind, several)


@pytest.mark.long
@pytest.mark.parametrize("kind", FORMATS)
@settings(LAST_FOUND, max_examples=25)
@given(several=st.lists(records, min_size=1, max_size=8))
def test_much_that_people_write_comes_back(kind, several):
    _comes_back(kind, several)
