"""The community, a person, and the people of an organisation."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kracht.domains.initiatives.models import Owner
from kracht.foundation.access import operations as access
from kracht.foundation.access.facts import Role, Scope
from kracht.foundation.accounts.models import User
from kracht.foundation.profiles import operations as profiles
from kracht.foundation.profiles.facts import FIELDS, ProfileValues
from kracht.surfaces.site.tests.conftest import AT, SOURCE, World


@pytest.fixture
def shown(world: World, alice: User) -> User:
    """Alice, who edits the fund and shows that, and her contact to members only."""
    alice.of_age_at = AT
    alice.save()
    values = ProfileValues(
        about="Ik bak brood.",
        contact="alice@brood.example",
        audiences=dict.fromkeys(FIELDS, "public") | {"contact": "members"},
    )
    profiles.save(user=alice, values=values, by=alice, at=AT)
    access.grant(
        user=alice,
        role=Role.EDITOR,
        by=SOURCE,
        at=AT,
        starts_on=date(2026, 1, 1),
        scope=Scope.ORGANISATION,
        scope_key=str(world.fund.pk),
    )
    return alice


def test_a_person_with_organisations_and_contact_for_members(
    world: World, shown: User, client: Client, bob: User
) -> None:
    url = reverse("site:person", args=["alice"])
    html = client.get(url).content.decode()
    assert "Ik bak brood." in html
    assert world.fund.name in html
    assert "alice@brood.example" not in html
    client.force_login(bob)
    assert "alice@brood.example" in client.get(url).content.decode()
    bob.emailaddress_set.update(verified=False)
    assert "alice@brood.example" not in client.get(url).content.decode()
    assert client.get(reverse("site:person", args=["niemand"])).status_code == 404


def test_the_community_and_the_organisation_show_who_chose_to(world: World, shown: User, client: Client) -> None:
    community, fund = reverse("site:people"), reverse("site:organisation", args=[world.fund.slug])
    assert "/mensen/alice/" in client.get(community).content.decode()
    assert "/mensen/alice/" in client.get(fund).content.decode()
    profiles.save(user=shown, values=ProfileValues(audiences={"name": "public"}), by=shown, at=AT)
    hidden = dict.fromkeys(FIELDS, "nobody") | {"name": "public"}
    profiles.save(user=shown, values=ProfileValues(audiences=hidden), by=shown, at=AT)
    assert "/mensen/alice/" in client.get(community).content.decode()
    assert "/mensen/alice/" not in client.get(fund).content.decode()
    profiles.save(user=shown, values=ProfileValues(audiences=dict.fromkeys(FIELDS, "nobody")), by=shown, at=AT)
    assert "/mensen/alice/" not in client.get(community).content.decode()
    for after in ("", "zzz", "\x00", "x" * 10_000):
        assert client.get(community, {"after": after}).status_code == 200


def test_initiatives_of_an_organisation_are_not_shown_as_one_s_own(world: World, shown: User, client: Client) -> None:
    garden = world.garden
    Owner.objects.filter(initiative=garden).delete()
    url = reverse("site:person", args=["alice"])
    assert garden.name not in client.get(url).content.decode()
    Owner.objects.create(initiative=garden, user=shown, evidence="word", since=AT)
    assert garden.name in client.get(url).content.decode()
