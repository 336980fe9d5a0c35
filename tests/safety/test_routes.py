"""Every address of the site, asked by everyone: nothing breaks, nothing secret shows, every page wears its headers.

The list of addresses is read from the resolver; one with a part to fill in needs a sample below, or the test fails.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation
from pytest_django import DjangoDbBlocker

from kracht.domains.initiatives.facts import NeedValues
from kracht.domains.initiatives.models import Initiative, Submission
from kracht.domains.initiatives.operations import deciding, entering, upkeep
from kracht.domains.initiatives.tests.factories import AT, SOURCE, UTRECHT, make_areas, publish, values
from kracht.foundation.accounts.models import User
from kracht.surfaces.api.pages import naming, tiles

STATES = ("draft", "waiting", "asked", "refused", "withdrawn")
SHOWN = "Kromme Akker"
SECRETS = (
    "nachtvlinder",  # in the name, summary, story, needs and place of every entry that is not published
    "dichter@voorbeeld.example",  # a contact that was not made public
    "Theo Dichter",
    "06-1234 5678",
    "inzender@voorbeeld.example",  # who sent it in
)
CASES = [f"{state}-1" for state in STATES] + ["kromme-akker", "bestaat-niet"]
SLUGS = {"slug": CASES}
TILE = {"z": ["7", "16", "99", "9" * 30], "x": ["65", "33706", "9" * 30], "y": ["42", "21570"]}
KEYS = {"key": ["{waiting}", "{draft}", "{published}", "0", "9" * 30]}
NUMBER = {"number": ["0", "1", "9" * 30]}
TOKEN = {"token": ["geen", "%00"]}
YEARS = {"year": ["2024", "9" * 30]}
KINDS = ["csv", "json", "exe", "%00"]

# what fills the parts of an address, by its English form without the language
SAMPLES: dict[str, dict[str, list[str]]] = {
    "api/v1/initiatives/<str:slug>": SLUGS,
    "api/v1/organisations/<str:slug>": {"slug": ["geen"]},
    "api/v1/areas/<str:code>": {"code": ["GM0344", "utrecht", "%00", "x" * 500]},
    "api/v1/initiatives/by-source/<any:key>": {"key": ["1", "a/b", "%00", "x" * 500]},
    "api/v1/tags/<str:tag>": {"tag": ["a:b", "%00", "x" * 500]},
    "api/v1/tags/<str:tag>/initiatives/<str:slug>": {"tag": ["aa:b", "%00"], "slug": CASES},
    "api/<path:rest>": {"rest": ["v9/x"]},
    "kaart/tegel/<int:z>/<int:x>/<int:y>.json": TILE,
    "kaart/vormen/<str:level>.json": {"level": ["province", "country", "%00"]},
    "export/initiatieven.<str:kind>": {"kind": ["csv", "json", "geojson", "exe"]},
    "sitemap-initiatives-<int:after>.xml": {"after": ["0", "9" * 30]},
    "og/initiatief/<str:slug>.png": SLUGS,
    "og/gebied/<str:slug>.png": {"slug": ["gm0344", "%00"]},
    "ogc/collections/<str:name>": {"name": ["initiatives", "areas", "%00"]},
    "ogc/collections/<str:name>/items": {"name": ["initiatives", "areas", "geen"]},
    "ogc/collections/<str:name>/items/<str:key>": {"name": ["initiatives"], **KEYS},
    "ogc/<path:rest>": {"rest": ["geen/huis"]},
    "embed/kaartje/<str:slug>": SLUGS,
    "media/<str:start>/<str:token>/<str:name>": {
        "start": ["ab", ".."], "token": ["ab" * 11, "..", "%00"], "name": ["640.webp", "%2e%2e", "passwd"],
    },
    **{
        f"partners/<slug:slug>/{rest}": {"slug": ["geen"]}
        for rest in ("", "decide/", "keys/", "tags/", "clearance/", "webhooks/", "records/")
    },
    "partners/<slug:slug>/keys/<int:number>/<slug:act>/": {"slug": ["geen"], "number": ["1"], "act": ["revoke"]},
    "partners/<slug:slug>/tags/<int:number>/remove/": {"slug": ["geen"], "number": ["1", "9" * 30]},
    "partners/<slug:slug>/webhooks/<int:number>/<slug:act>/": {"slug": ["geen"], "number": ["1"], "act": ["on"]},
    "partners/<slug:slug>/webhooks/log/<int:number>/again/": {"slug": ["geen"], "number": ["1", "9" * 30]},
    "initiatives/<slug:slug>/": SLUGS,
    "areas/<slug:slug>/": {"slug": ["gm0344", "geen"]},
    "themes/<slug:slug>/": {"slug": ["zorg", "energie", "geen"]},
    "organisations/<slug:slug>/": {"slug": ["geen"]},
    "add/confirm/<str:token>/": {"token": ["geen", "%00"]},
    "add/answer/<str:token>/": {"token": ["geen", "%00"]},
    "stay-posted/<str:token>/": {"token": ["geen", "%00"]},
    "stay-posted/<str:token>/stop/": {"token": ["geen", "%00"]},
    "quality-label/review/<int:number>/": {"number": ["0", "9" * 30]},
    "quality-label/evidence/<int:number>/": {"number": ["0", "9" * 30]},
    "initiatives/<slug:slug>/quality-label/": SLUGS,
    "initiatives/<slug:slug>/quality-label/ask/": SLUGS,
    "desk/<int:key>/": KEYS,
    "desk/<int:key>/decide/": KEYS,
    "desk/<int:key>/edit/": KEYS,
    "account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": {
        "": ["account/password/reset/key/1-set-password/", "account/password/reset/key/zzz-x/"]
    },
    "gallery/tile/<int:z>/<int:x>/<int:y>.json": TILE,
    "gallery/<slug:name>/": {"name": ["geen"]},
    "account/my-data/download/<int:number>/": NUMBER,
    "my-data/<str:token>/": TOKEN,
    "account/two-step/webauthn/keys/<int:pk>/edit/": {"pk": ["0", "9" * 30]},
    "account/two-step/webauthn/keys/<int:pk>/remove/": {"pk": ["0", "9" * 30]},
    "api/v1/value/benchmark/<str:slug>": {"slug": ["geen", "%00", "x" * 500]},
    "api/v1/value/releases/<str:name>": {"name": ["2024", "..", "%00"]},
    "api/v1/value/sheets/<str:slug>/<int:year>": {**SLUGS, **YEARS},
    **{f"initiatives/<slug:slug>/{rest}/": SLUGS for rest in ("change", "mine", "owners", "value", "versions")},
    "initiatives/<slug:slug>/versions/<int:number>/": {**SLUGS, **NUMBER},
    **{
        f"initiatives/<slug:slug>/value/<int:year>{rest}": {**SLUGS, **YEARS}
        for rest in (".csv", ".json", ".svg", "/", "/evidence/", "/participants/")
    },
    "initiatives/<slug:slug>/value/<int:year>/evidence/<int:number>/": {**SLUGS, **YEARS, **NUMBER},
    "initiatives/<slug:slug>/value/<int:year>/fill-in/<slug:step>/": {**SLUGS, **YEARS, "step": ["people", "geen"]},
    "my-initiatives/<slug:slug>/": SLUGS,
    "invitation/<str:token>/": TOKEN,
    "still-right/<str:token>/": {"token": ["geen", "x:y:z", "%00"]},
    "survey/<str:token>/": TOKEN,
    "proposals/<int:number>/": NUMBER,
    "proposals/confirm/<str:token>/": TOKEN,
    "requests/<int:number>/": NUMBER,
    **{f"invoer/<int:key>/{rest}": KEYS for rest in ("", "doen/", "fouten.csv", "keuze/", "kolommen/")},
    "invoer/bronnen/<int:key>/": KEYS,
    "my-organisations/invitation/<str:token>/": TOKEN,
    "my-organisations/requests/<int:number>/": NUMBER,
    **{
        f"organisations/<slug:slug>/{rest}/": {"slug": ["geen"]}
        for rest in ("i-work-here", "manage", "members", "members/change")
    },
    "people/<slug:slug>/": {"slug": ["geen"]},
    "value-desk/<int:number>/": NUMBER,
    "value-set/<int:number>.csv": NUMBER,
    **{f"value-set/<int:number>/{rest}": NUMBER for rest in ("", "decide/", "row/")},
    "value-set/<int:number>/row/<slug:code>/": {**NUMBER, "code": ["geen"]},
    "value-set/<int:old>/beside/<int:new>/": {"old": ["0", "9" * 30], "new": ["1", "9" * 30]},
    "value/benchmark/<slug:slug>/": {"slug": ["geen"]},
    "value/benchmark/<slug:slug>.<str:kind>": {"slug": ["geen"], "kind": KINDS},
    "value/follow-your-gift/<int:number>/say/": NUMBER,
    **{
        f"value/follow-your-gift/<slug:slug>/<int:year>{rest}": {**SLUGS, **YEARS} for rest in ("/", ".csv", "/give/")
    },
    "value/growth-map.<str:kind>": {"kind": KINDS},
    "value/the-country-saves.<str:kind>": {"kind": KINDS},
    "value/index/<slug:part>/": {"part": ["all", "theme-1", "geen"]},
    "value/index/<slug:part>.<str:kind>": {"part": ["all", "geen"], "kind": KINDS},
    "value/releases/<str:name>.json": {"name": ["2024", "..", "%00"]},
}  # fmt: skip

# who asks how; signing out comes last
QUICK = (("stranger", "get"), ("stranger", "post"))
TRIES = (
    *QUICK, ("resident", "get"), ("moderator", "get"), ("stranger", "head"), ("stranger", "put"),
    ("stranger", "delete"), ("stranger", "options"), ("resident", "post"), ("moderator", "post"),
)  # fmt: skip

# sets and searches in which what is not published could turn up
QUERIES = (
    "/nl/zoek/?q=zwaluw", "/nl/initiatieven/?q=zwaluw", "/nl/initiatieven/?near=52.09,5.12", "/nl/suggesties/?q=zwaluw",
    "/nl/mijn-lijst/?ids={all}", "/nl/mijn-lijst/?ids={all}&format=csv", "/nl/vergelijk/?with={slugs}",
    "/api/v1/initiatives?q=zwaluw", "/api/v1/initiatives?near=52.09,5.12", "/zoek/suggesties.json?q=zwaluw",
    "/export/initiatieven.csv?q=zwaluw", "/feeds/initiatieven.atom?q=zwaluw", "/embed/lijst?q=zwaluw",
    "/embed/kaart?q=zwaluw", "/ogc/collections/initiatives/items?limit=100", "/nl/voeg-toe/plaatsen/?q=zwaluw",
)  # fmt: skip


@dataclass(frozen=True)
class Route:
    """An address with its parts: in English without a language, and as it is in both languages."""

    english: str
    forms: tuple[str, ...]


def _walk(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here)
        else:
            yield here


def routes() -> list[Route]:
    """Return every address that the resolver knows."""
    found = {}
    for language in ("en", "nl"):
        with translation.override(language):
            found[language] = list(_walk(get_resolver().url_patterns))
    pairs = zip(found["en"], found["nl"], strict=True)
    return [Route(en.removeprefix("en/"), tuple(dict.fromkeys((nl, en)))) for en, nl in pairs]


ALL = routes()


def fill(form: str, parts: dict[str, list[str]], numbers: dict[str, int]) -> Iterator[str]:
    """Yield addresses: every value of every part once, beside the first of the others."""
    if "" in parts:
        language = form[:3]
        yield from (f"/{language}{value}" for value in parts[""])
        return
    first = {name: options[0] for name, options in parts.items()}
    for name, options in (parts or {"": [""]}).items():
        for value in options:
            path = form
            for part, chosen in (first | {name: value}).items():
                path = re.sub(rf"<(\w+:)?{part}>", chosen.format(**numbers), path)
            yield f"/{path}"


@pytest.fixture(scope="module")
def register(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, int]]:
    """Made once for all addresses that follow each other, and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("nl"):
        yield _register()
        transaction.set_rollback(True)


@pytest.fixture
def numbers(register: dict[str, int], db: None) -> dict[str, int]:
    """The numbers of a published entry and of one in every other state."""
    naming.forget()
    tiles.memory.clear()
    return register


def _register() -> dict[str, int]:
    """Make a published entry that keeps its contact to itself, and one in every other state."""
    make_areas()
    told: dict[str, Any] = {
        "contact_name": "Theo Dichter",
        "contact_email": "dichter@voorbeeld.example",
        "contact_phone": "06-1234 5678",
    }
    open_one = publish(
        "De Kromme Akker", slug="kromme-akker", lat=UTRECHT[0], lon=UTRECHT[1],
        story="</script><script>alert(1)</script> [x](javascript:alert(2))", **told,
    )  # fmt: skip
    found = {"published": open_one.pk}
    for number, state in enumerate(STATES):
        said = values(
            f"Zwaluw nachtvlinder {state}", summary="Over de nachtvlinder", story="nachtvlinder " * 9, lat=UTRECHT[0],
            lon=UTRECHT[1], place_name="Nachtvlinderdam", needs=(NeedValues("hands", "Nachtvlinders tellen"),),
            website="https://nachtvlinder.example", **(told | {"contact_public": True}),
        )  # fmt: skip
        taken = entering.submit(
            values=said, email="inzender@voorbeeld.example", once_key=state, language="nl", by=SOURCE, at=AT
        )
        key = found[state] = taken.initiative_id
        Initiative.objects.filter(pk=key).update(slug=f"{state}-1")
        if number:
            entering.confirm(token=taken.token, by=SOURCE, at=AT)
        if state == "asked":
            deciding.ask_back(key=key, reason="Waar is dit precies?", by=SOURCE, moderator=True, at=AT)
        if state == "refused":
            deciding.refuse(key=key, reason="Dit is geen initiatief.", by=SOURCE, moderator=True, at=AT)
        if state == "withdrawn":
            deciding.publish(key=key, by=SOURCE, moderator=True, at=AT)
            upkeep.learn_words(key=key)
            deciding.withdraw(key=key, reason="Op verzoek weggehaald.", by=SOURCE, moderator=True, at=AT)
    upkeep.refresh_words()
    return found


@pytest.fixture
def people(alice: User, dana: User) -> dict[str, Client]:
    """A browser of a stranger, of a resident with an account, and of a moderator."""
    clients = {name: Client(raise_request_exception=False) for name in ("stranger", "resident", "moderator")}
    clients["resident"].force_login(alice)
    clients["moderator"].force_login(dana)
    return clients


def body(answer: Any) -> str:
    """Return all that was sent, headers too."""
    content = b"".join(answer) if answer.streaming else answer.content
    return "\n".join(f"{key}: {value}" for key, value in answer.items()) + content.decode("utf-8", "replace")


def leaks(answer: Any) -> list[str]:
    """Return the secrets in an answer."""
    text = body(answer).lower()
    return [secret for secret in SECRETS if secret.lower() in text]


def undressed(answer: Any, path: str) -> list[str]:
    """Return what the headers of an answer lack."""
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    wrong = [name for name, value in wanted.items() if answer.headers.get(name) != value]
    policy = answer.headers.get("Content-Security-Policy", "")
    wrong += ["CSP"] if "default-src" not in policy or "unsafe" in policy else []
    framed = path.startswith(("/embed/ka", "/embed/lijst"))
    wrong += ["frames"] if ("frame-ancestors *" in policy) is not framed and "sandbox" not in policy else []
    wrong += ["X-Frame-Options"] if (answer.headers.get("X-Frame-Options") == "DENY") is framed else []
    return wrong


def test_every_address_with_a_part_has_a_sample() -> None:
    needed = {route.english for route in ALL if "<" in route.english}
    assert needed == set(SAMPLES)
    assert len(ALL) > 80


@pytest.mark.parametrize("route", ALL, ids=lambda route: route.english or "start")
def test_an_address_holds(route: Route, numbers: dict[str, int], people: dict[str, Client]) -> None:
    holds(route, numbers, people, QUICK)


@pytest.mark.long
@pytest.mark.parametrize("route", ALL, ids=lambda route: route.english or "start")
def test_an_address_holds_for_everyone(route: Route, numbers: dict[str, int], people: dict[str, Client]) -> None:
    holds(route, numbers, people, TRIES)


def holds(route: Route, numbers: dict[str, int], people: dict[str, Client], tries: tuple[tuple[str, str], ...]) -> None:
    """Ask all forms of an address: nothing breaks, leaks or goes without its headers."""
    wrong = []
    for form in route.forms:
        for path in fill(form, SAMPLES.get(route.english, {}), numbers):
            for who, method in tries if form == route.forms[0] else tries[:1]:
                answer = getattr(people[who], method)(path)
                at_desk = who == "moderator" and route.english.startswith(
                    ("desk/", "initiatives/<slug:slug>/versions/")
                )
                found = [] if at_desk else leaks(answer)
                found += undressed(answer, path)
                if answer.status_code >= 500 and route.english != "healthz":  # no worker runs beside a test
                    found.append(str(answer.status_code))
                if found:
                    wrong.append((method, path, who, answer.status_code, found))
    assert wrong == []


@pytest.mark.parametrize("query", QUERIES)
def test_no_search_finds_what_is_not_published(query: str, numbers: dict[str, int], people: dict[str, Client]) -> None:
    path = query.format(all=",".join(map(str, numbers.values())), slugs="&with=".join(CASES[:4]))
    for client in people.values():
        answer = client.get(path)
        assert answer.status_code == 200
        assert leaks(answer) == []


def test_the_register_itself_is_shown(numbers: dict[str, int], people: dict[str, Client]) -> None:
    """The same sets hold the published entry, so that the tests above prove something."""
    ids = ",".join(map(str, numbers.values()))
    for path in ("/nl/initiatieven/", f"/nl/mijn-lijst/?ids={ids}", "/export/initiatieven.csv", "/nl/zoek/?q=akker"):
        assert SHOWN in body(people["stranger"].get(path))
    assert Submission.objects.filter(email="inzender@voorbeeld.example").count() == len(STATES)


def test_looking_for_what_is_alike_names_nothing_that_waits(numbers: dict[str, int], people: dict[str, Client]) -> None:
    asked = {"name": "Zwaluw nachtvlinder waiting", "website": "https://nachtvlinder.example",
             "contact_email": "dichter@voorbeeld.example", "lat": "52.0907", "lon": "5.1214"}  # fmt: skip
    answer = people["stranger"].post("/nl/voeg-toe/lijkt-op/", asked)
    assert answer.status_code == 200
    assert "wacht" in answer.text
    assert leaks(answer) == []


@pytest.mark.parametrize("part", ["", "{waiting}/", "{published}/", "{waiting}/wijzig/"])
def test_the_desk_is_for_moderators(part: str, numbers: dict[str, int], people: dict[str, Client]) -> None:
    path = f"/nl/desk/{part}".format(**numbers)
    assert people["stranger"].get(path).status_code == 302
    assert people["resident"].get(path).status_code == 403
    assert people["moderator"].get(path).status_code == 200


@pytest.mark.parametrize("who", ["stranger", "resident"])
@pytest.mark.parametrize("act", ["publish", "ask", "refuse", "withdraw", "undo"])
def test_others_decide_nothing(act: str, who: str, numbers: dict[str, int], people: dict[str, Client]) -> None:
    before = list(Initiative.objects.order_by("pk").values_list("pk", "state", "updated_at"))
    for key in numbers.values():
        people[who].post(f"/nl/desk/{key}/besluit/", {"act": act, "reason": "Omdat ik het wil."})
        people[who].post(f"/nl/desk/{key}/wijzig/", {"act": "send", "name": "Gekaapt"})
    assert list(Initiative.objects.order_by("pk").values_list("pk", "state", "updated_at")) == before
