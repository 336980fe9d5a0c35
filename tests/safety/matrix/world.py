"""The world of the matrix: a register with an entry in every state, organisations, and the cast."""

from typing import Any

from django.test import Client

from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.operations import deciding, entering
from kracht.domains.initiatives.tests.factories import AT, SOURCE, UTRECHT, make_areas, publish, values
from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.tests.factories import person
from kracht.foundation.organisations import operations as organisations
from kracht.foundation.organisations.facts import OrganisationValues
from kracht.kernel import clock
from kracht.surfaces.api.pages import naming, tiles
from tests.safety.matrix.format import World

STATES = ("draft", "waiting", "asked", "refused", "withdrawn")
GRANTS = (
    ("servant", "civil_servant", "area", "GM0344"),  # where the entries lie
    ("servant_elsewhere", "civil_servant", "area", "GM0363"),
    ("moderator", "moderator", "whole", ""),
    ("administrator", "administrator", "whole", ""),
)


def base() -> World:
    """Everything that does not need an app of its own; the `plant` of each file of rows adds to it."""
    world = World(today=clock.today())
    naming.forget()
    tiles.memory.clear()
    make_areas()
    _people(world)
    _entries(world)
    _organisations(world)
    return world


def _people(world: World) -> None:
    world.plays("stranger")
    world.plays("resident", person("Rosa"))
    for role, grant, scope, key in GRANTS:
        user = person(role.replace("_", "").title())
        Grant.objects.create(user=user, role=grant, scope_type=scope, scope_key=key, starts_on=AT.date())
        world.plays(role, user)


def _entries(world: World) -> None:
    """`token` is of the link that was mailed to who sent the entry in."""
    shown = publish("De Kromme Akker", slug="kromme-akker", lat=UTRECHT[0], lon=UTRECHT[1])
    world.add("entry", "published", key=shown.pk, slug=shown.slug, token="x" * 43)
    for state in STATES:
        world.add("entry", state, **_submitted(state))
    world.add("entry", "missing", key=0, slug="bestaat-niet", token="x" * 43)


def _submitted(state: str) -> dict[str, Any]:
    told = values(f"Zwaluw {state}", lat=UTRECHT[0], lon=UTRECHT[1])
    taken = entering.submit(
        values=told, email="inzender@voorbeeld.example", once_key=state, language="nl", by=SOURCE, at=clock.now()
    )
    key, token = taken.initiative_id, taken.token
    Initiative.objects.filter(pk=key).update(slug=f"{state}-1")
    if state != "draft":
        entering.confirm(token=token, by=SOURCE, at=clock.now())
    decided: dict[str, Any] = {"key": key, "by": SOURCE, "moderator": True, "at": AT}
    if state == "asked":
        token = deciding.ask_back(reason="Waar is dit precies?", **decided).token
    if state == "refused":
        deciding.refuse(reason="Dit is geen initiatief.", **decided)
    if state == "withdrawn":
        deciding.publish(**decided)
        deciding.withdraw(reason="Op verzoek weggehaald.", **decided)
    return {"key": key, "slug": f"{state}-1", "token": token}


def _organisations(world: World) -> None:
    """`own` is the one that org_owner and the like belong to, `other` the one of org_other."""
    for state, name in (("own", "Stichting Buurtkas"), ("other", "Wijkbedrijf West")):
        row = organisations.create(
            values=OrganisationValues(name=name, sector="giving"), by=SOURCE, at=AT, publish=True
        )
        world.add("organisation", state, slug=row.slug, number=row.pk)
    row = organisations.create(values=OrganisationValues(name="Concept", sector="giving"), by=SOURCE, at=AT)
    world.add("organisation", "draft", slug=row.slug, number=row.pk)
    row = organisations.create(values=OrganisationValues(name="Weg", sector="giving"), by=SOURCE, at=AT, publish=True)
    organisations.withdraw(number=row.pk, by=SOURCE, at=AT, reason="Bestaat niet meer.")
    world.add("organisation", "withdrawn", slug=row.slug, number=row.pk)
    world.add("organisation", "missing", slug="geen-van-alle", number=0)


def anonymous() -> Client:
    """A browser without anything."""
    return Client(raise_request_exception=False)
