"""What a Dutch person types, and what they expect to find."""

import pytest
from django.test import Client

from kracht.domains.initiatives.operations import upkeep
from kracht.domains.initiatives.tests.factories import AT, SOURCE, publish
from kracht.foundation.organisations import operations as organisations
from kracht.foundation.organisations.facts import OrganisationValues
from kracht.foundation.places import operations as places

HOOGELOON = (51.3983, 5.2650)
HEERHUGOWAARD = (52.6700, 4.8400)
DEN_HAAG = (52.0780, 4.3080)
AMERSFOORT = (52.1561, 5.3878)
# typed, what must stand on the page, what must not
EXPECTED = (
    ("moestuin", ["Buurtmoestuin De Kromme Akker", "Moestuin Ons Genoegen"], ["Repair Café"]),
    ("moestuinen", ["Buurtmoestuin De Kromme Akker", "Moestuin Ons Genoegen"], ["Repair Café"]),
    ("buurtmoestuin", ["Buurtmoestuin De Kromme Akker"], ["Repair Café"]),
    ("moestiun", ["Je ziet wat we vonden voor <strong>moestuin</strong>", "Moestuin Ons Genoegen"], ["Repair Café"]),
    ("Hoogeloon", ["Rond Hoogeloon", "Zorgcoöperatie Hoogeloon", "Bladel"], []),
    ("5528", ["5528 Hoogeloon", "Zorgcoöperatie Hoogeloon", "Bladel"], []),
    ("5528 AB", ["5528 Hoogeloon", "Zorgcoöperatie Hoogeloon"], []),
    ("Heerhugowaard", ["Dijk en Waard", "1 januari 2022", "Repair Café"], []),
    ("den haag", ["Haags Eetcafé", "Zuid-Holland"], []),
    ("zorgcoop", ["Zorgcoöperatie Hoogeloon"], ["Repair Café"]),
    ("zorgcooperatie", ["Zorgcoöperatie Hoogeloon"], ["Repair Café"]),
    ("energie", ["Energie", "/nl/themas/energie/"], []),
    ("rabofonds", ["Rabofonds Samen"], []),
    ("9999999 onzin", ["Niets gevonden"], []),
    ("0000", ["Niets gevonden"], []),
    ("1009", ["We kennen de postcode 1009 niet"], []),
    ("!!!", ["geen letters of cijfers"], []),
)


@pytest.fixture
def register(db: None) -> None:
    """All places of the country, and a handful of initiatives."""
    places.load_tables(by=SOURCE, at=AT)
    publish(lat=AMERSFOORT[0], lon=AMERSFOORT[1])
    publish("Moestuin Ons Genoegen", lat=AMERSFOORT[0], lon=AMERSFOORT[1])
    publish("Zorgcoöperatie Hoogeloon", lat=HOOGELOON[0], lon=HOOGELOON[1], summary="Zorg in het dorp", slug="zorg")
    publish("Repair Café", lat=HEERHUGOWAARD[0], lon=HEERHUGOWAARD[1], summary="Samen maken wat stuk is", slug="repair")
    publish("Haags Eetcafé", lat=DEN_HAAG[0], lon=DEN_HAAG[1], summary="Samen eten", slug="eet")
    values = OrganisationValues(name="Rabofonds Samen", sector="giving")
    organisations.create(values=values, by=SOURCE, at=AT, publish=True)
    upkeep.refresh_words()


def test_each_search_finds_what_a_dutch_person_expects(
    register: None, client: Client, subtests: pytest.Subtests
) -> None:
    for typed, there, absent in EXPECTED:
        with subtests.test(typed):
            text = client.get("/nl/zoek/", {"q": typed}).content.decode()
            main = text.partition("<main")[2].partition("</main>")[0]
            missing = [part for part in there if part not in main]
            extra = [part for part in absent if part in main]
            assert not missing, missing
            assert not extra, extra


def test_places_are_known_everywhere(register: None, client: Client) -> None:
    # a postcode in the list shows what is near
    text = client.get("/nl/initiatieven/", {"q": "5528"}).content.decode()
    assert "Initiatieven rond 5528 Hoogeloon" in text
    assert text.index("Zorgcoöperatie Hoogeloon") < text.index("Haags Eetcafé")
    assert "q=5528" not in text.partition("data-tiles")[2][:200]
    assert "kennen de postcode 1009 niet" in client.get("/nl/initiatieven/", {"q": "1009"}).content.decode()

    # an ended municipality leads to the one of today
    text = client.get("/nl/gebieden/heerhugowaard/").content.decode()
    assert "hoort nu bij Dijk en Waard" in text
    assert "Repair Café" in text
    now = client.get("/nl/gebieden/dijk-en-waard/").content.decode()
    assert "Hierin zijn opgegaan: Heerhugowaard (2022), Langedijk (2022)" in now

    # suggestions hold places
    found = client.get("/nl/suggesties/", {"q": "hoogel"}).json()
    assert found[0]["text"].startswith("Hoogeloon")
    assert found[0]["url"] == "/nl/zoek/?q=Hoogeloon"
    assert client.get("/nl/suggesties/", {"q": "552"}).json()[0]["url"].startswith("/nl/zoek/?q=552")
