"""Partners of the demo: two organisations of the magazine that publish made-up records, and one that asks to."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError

from kracht.domains.initiatives.facts import Filters
from kracht.domains.initiatives.queries import cards, fed
from kracht.domains.partners.facts import HookScope, PartnerFact, Scope
from kracht.domains.partners.operations import feed, keys, publishing, tags
from kracht.domains.partners.operations import partners as operations
from kracht.domains.partners.queries import feed as log
from kracht.domains.partners.queries import partners
from kracht.domains.partners.queries import tags as asked
from kracht.domains.partners.rules import records as forms
from kracht.foundation.access import operations as access
from kracht.foundation.access.facts import Role
from kracht.foundation.access.facts import Scope as Reach
from kracht.foundation.accounts.queries import by_email
from kracht.foundation.audit.facts import Actor
from kracht.foundation.organisations import queries as organisations
from kracht.surfaces.demo import magazine

OWNER = "alice@voorbeeld.example"
ABOUT = {
    "mijnbuurtje-nl": ("mijnbuurtje", "Initiatieven die buurtverbinders op de wijkplatforms bijhouden. (Voorbeeld)"),
    "landelijke-vereniging-voor-kleine-kernen": ("lvkk", "Dorpshuizen en dorpscoöperaties van onze leden. (Voorbeeld)"),
    "voorjebuurt": ("voorjebuurt", "Buurtprojecten die geld en handen zoeken. (Voorbeeld)"),
}
RECORDS: dict[str, tuple[dict[str, Any], ...]] = {
    "mijnbuurtje": (
        {"sourceKey": "b-101", "name": "Soep op de stoep Lombok", "summary": "Elke vrijdag soep voor de hele straat.",
         "themes": ["gemeenschap-en-veiligheid"], "latitude": 52.0926, "longitude": 5.0987,
         "needs": [{"kind": "hands", "text": "Groentesnijders op donderdag"}], "tags": ["mijnbuurtje:ontmoeten"]},
        {"sourceKey": "b-102", "name": "Gereedschapskast Hatert", "summary": "Een kast vol gereedschap dat iedereen mag lenen.",
         "themes": ["duurzaamheid-en-circulair"], "latitude": 51.8212, "longitude": 5.8321,
         "tags": ["mijnbuurtje:delen"]},
        {"sourceKey": "b-103", "name": "Wandelgroep De Stille Kracht", "summary": "Samen een uur lopen, praten hoeft niet.",
         "themes": ["sport-en-recreatie"], "latitude": 51.5719, "longitude": 4.7683, "people": 18,
         "tags": ["mijnbuurtje:ontmoeten"]},
        {"sourceKey": "b-104", "name": "Speelveld dat verdween", "summary": "Dit veldje is bebouwd en staat niet meer op de kaart.",
         "themes": ["sport-en-recreatie"], "latitude": 52.2215, "longitude": 6.8937},
    ),
    "lvkk": (
        {"sourceKey": "dorpshuis-7", "name": "Dorpshuis Ons Trefpunt", "summary": "Bar, biljart en bibliotheek, gedraaid door het dorp.",
         "themes": ["gemeenschap-en-veiligheid"], "latitude": 52.0109, "longitude": 6.5307, "volunteerHours": 160,
         "tags": ["lvkk:dorpshuis"]},
        {"sourceKey": "dorpshuis-9", "name": "Dorpscoöperatie De Klok", "summary": "Het dorp kocht zelf de oude school terug.",
         "themes": ["wonen-en-werk"], "latitude": 53.2986, "longitude": 6.5472, "legalForm": "cooperative",
         "tags": ["lvkk:dorpshuis"]},
    ),
}  # fmt: skip
WRONG = {"sourceKey": "b-105", "name": "Buurthuis zonder plek", "summary": "Het punt ligt in zee.", "latitude": 53.9,
         "longitude": 4.1}  # fmt: skip
TAGS = {
    "mijnbuurtje": (("ontmoeten", "Ontmoeten", "Meeting", False), ("delen", "Delen", "Sharing", False)),
    "lvkk": (("dorpshuis", "Dorpshuis", "Village hall", True),),
}


def load(*, by: Actor, at: datetime) -> int:
    """Make what is not there yet; returns how many partners were made."""
    made = 0
    for key, (namespace, about) in ABOUT.items():
        row = organisations.by_source(magazine.SOURCE, key)
        if row is None or partners.by_organisation(row.pk) is not None:
            continue
        operations.ask(
            organisation_id=row.pk, namespace=namespace, licence="CC0-1.0", about=about,
            contact_email=f"{namespace}@voorbeeld.example", by=by, at=at - timedelta(days=40),
        )  # fmt: skip
        made += 1
        one = partners.by_organisation(row.pk)
        if one is not None and namespace in RECORDS:
            operations.admit(partner_id=one.id, moderator=True, by=by, at=at - timedelta(days=39))
            _fill(replace(one, state="active"), by=by, at=at)
            _own(row.pk, by=by, at=at)
    return made


def _own(organisation_id: int, *, by: Actor, at: datetime) -> None:
    owner = by_email(OWNER)
    if owner is not None:
        access.grant(
            user=owner, role=Role.OWNER, scope=Reach.ORGANISATION, scope_key=str(organisation_id), by=by, at=at,
            starts_on=at.date(),
        )  # fmt: skip


def _fill(one: PartnerFact, *, by: Actor, at: datetime) -> None:
    """Keys, tags, records, a tombstone, a record with a problem, a request for clearance and a webhook with its log."""
    begun = at - timedelta(days=38)
    for name, scopes, days in (
        ("Website", [Scope.READ, Scope.INITIATIVES, Scope.TAGS], 365),
        ("Rapport", [Scope.READ], 60),
    ):
        keys.make(
            partner_id=one.id, name=name, scopes=[str(scope) for scope in scopes], expires_at=begun + timedelta(days=days),
            by=by, at=begun,
        )  # fmt: skip
    for word, dutch, english, clearance in TAGS[one.namespace]:
        tags.define(
            partner_id=one.id, word=word, label_nl=dutch, label_en=english, needs_clearance=clearance, by=by, at=begun
        )
    hook, _secret = feed.subscribe(
        partner_id=one.id,
        url=f"https://{one.namespace}.voorbeeld.example/webhook",
        scope=HookScope.OWN,
        by=by,
        at=begun,
    )
    _publish(one, [*RECORDS[one.namespace], *([WRONG] if one.namespace == "mijnbuurtje" else [])], by=by, at=begun)
    if one.namespace == "mijnbuurtje":
        publishing.remove(partner=one, keys=["b-104"], by=by, at=at - timedelta(days=3))
    else:
        _ask_for(one, by=by, at=at)
    while feed.pump(at=at):
        pass
    feed.send_test(hook_id=hook, partner_id=one.id, by=by, at=at - timedelta(hours=2))
    for place, line in enumerate(log.log_of(one.id)):
        feed.note(number=line.id, status=(200, 204)[place % 2], trouble="", at=at - timedelta(minutes=place))


def _publish(one: PartnerFact, found: list[dict[str, Any]], *, by: Actor, at: datetime) -> None:
    items = [forms.read(data) for data in found]
    marked = [replace(item, record=replace(item.record, is_example=True)) for item in items]
    publishing.put_many(partner=one, items=marked, whole=True, by=by, at=at)


def _ask_for(one: PartnerFact, *, by: Actor, at: datetime) -> None:
    """Others put a tag that needs clearance on entries: on one it is cleared, on two it waits."""
    found = fed.of("partner:mijnbuurtje", "b-101")
    others = [card.id for card in cards.page(Filters(themes=(6,)), size=2).cards]
    for place, key in enumerate([*([found.initiative_id] if found else []), *others]):
        when = at - timedelta(hours=5 - place)
        with suppress(ValidationError):
            tags.put_on(name=f"{one.namespace}:dorpshuis", initiative_id=key, by=by, at=when)
    waiting = asked.asked_of(one.id)
    if len(waiting) > 1:
        tags.decide(use_id=waiting[0].id, partner_id=one.id, yes=True, by=by, at=at - timedelta(hours=1))
