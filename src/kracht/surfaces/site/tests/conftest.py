"""A small register that every page of the site can show."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from kracht.domains.initiatives.facts import NeedValues, PartyValues
from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.operations import upkeep
from kracht.domains.initiatives.tests.factories import AMSTERDAM, AT, SOURCE, UTRECHT, make_areas, publish
from kracht.foundation.organisations import operations as organisations
from kracht.foundation.organisations.facts import OrganisationValues, Place
from kracht.foundation.organisations.models import Organisation
from kracht.foundation.places.models import Area


@dataclass(frozen=True)
class World:
    """Areas by code, an organisation, and three initiatives: a garden and a kitchen in Utrecht, a solar roof in Amsterdam."""

    areas: dict[str, Area]
    fund: Organisation
    garden: Initiative
    kitchen: Initiative
    roof: Initiative


@pytest.fixture
def world(db: None) -> World:
    """The small register."""
    areas = make_areas()
    place = Place(*UTRECHT, name="Utrecht")
    values = OrganisationValues(name="Fonds Samen", sector="giving", summary="Helpt met geld", place=place)
    fund = organisations.create(values=values, by=SOURCE, at=AT, publish=True)
    garden = publish(
        story="# Hallo\n\nWij **telen** <script>alert(1)</script> groente. [site](javascript:alert(2))",
        needs=(NeedValues("hands", "Iemand die kan spitten"), NeedValues("goods", "Compost")),
        parties=(PartyValues("Fonds Samen", "giving", fund.pk), PartyValues("Buurtraad", "residents")),
        lat=UTRECHT[0],
        lon=UTRECHT[1],
        place_name="Utrecht",
        people=12,
        volunteer_hours=80,
        since=2012,
        sdgs=(2, 11),
        website="https://voorbeeld.example/akker",
        contact_name="Niet Tonen",
        contact_email="geheim@voorbeeld.example",
    )
    kitchen = publish("Wereldkeuken", area_code="GM0344", themes=(10, 6), contact_public=True, contact_name="Wel Tonen")
    roof = publish("Zon op School", lat=AMSTERDAM[0], lon=AMSTERDAM[1], themes=(2,), stage="idea", is_example=True)
    upkeep.refresh_words()
    return World(areas, fund, garden, kitchen, roof)


@pytest.fixture
def read(client: Client) -> Callable[..., str]:
    """Get an address and return its text; fails when the answer is not the one expected."""

    def get(path: str, status: int = 200, **headers: str) -> str:
        response = client.get(path, headers=headers)
        assert response.status_code == status, (path, response.status_code)
        return response.content.decode()

    return get
