"""Giving and ending roles: every role at the door, every role in every scope, and the last of its kind."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from kracht.domains.initiatives.tests.factories import AT, SOURCE, make_areas
from kracht.foundation.access import operations, queries
from kracht.foundation.access.facts import Role, Scope
from kracht.foundation.access.models import Grant
from kracht.foundation.access.rules import FITS
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import person
from kracht.foundation.audit import queries as audit
from kracht.foundation.organisations import operations as organisations
from kracht.foundation.organisations.facts import OrganisationValues
from kracht.foundation.organisations.models import Organisation
from kracht.kernel import clock

KEYS = {Scope.WHOLE: "", Scope.AREA: "GM0344", Scope.ORGANISATION: "1"}


def give(user: User, role: Role, scope: Scope = Scope.WHOLE, key: str = "") -> int:
    return operations.grant(
        user=user, role=role, scope=scope, scope_key=key, by=SOURCE, at=AT, starts_on=date(2026, 1, 1)
    )


@pytest.fixture
def admin(db: None, client: Client) -> User:
    user = person("Ada")
    give(user, Role.ADMINISTRATOR)
    client.force_login(user)
    return user


@pytest.fixture
def shop(db: None) -> Organisation:
    values = OrganisationValues(name="Buurtkas", sector="giving")
    return organisations.create(values=values, by=SOURCE, at=AT, publish=True)


def page(email: str) -> str:
    return f"{reverse('desk:roles')}?email={email}"


@pytest.mark.parametrize("role", [*Role, ""])
def test_only_an_administrator_comes_in(client: Client, alice: User, shop: Organisation, role: str) -> None:
    user = person("Doer")
    if role:
        scope = FITS[Role(role)][0]
        give(user, Role(role), scope, str(shop.pk) if scope == Scope.ORGANISATION else KEYS[scope])
    client.force_login(user)
    told = {"role": "moderator", "scope": "whole"}
    answers = [client.get(page(alice.email)).status_code, client.post(page(alice.email), told).status_code]
    assert answers == ([200, 302] if role == Role.ADMINISTRATOR else [403, 403])
    assert queries.has_role(alice, Role.MODERATOR, on=clock.today()) is (role == Role.ADMINISTRATOR)
    assert Client().get(page(alice.email)).status_code == 302


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("scope", list(Scope))
def test_every_role_in_every_scope(alice: User, role: Role, scope: Scope) -> None:
    if scope in FITS[role]:
        give(alice, role, scope, KEYS[scope])
        assert Grant.objects.count() == 1
        return
    with pytest.raises(ValidationError):
        give(alice, role, scope, KEYS[scope])
    assert not Grant.objects.exists()


def test_a_role_is_given_and_ended_with_a_trace(client: Client, admin: User, alice: User, shop: Organisation) -> None:
    make_areas()
    for told in (
        {"role": "civil_servant", "scope": "area", "area": "gm0344"},
        {"role": "owner", "scope": "organisation", "organisation": "Buurtkas"},
        {"role": "reviewer", "scope": "whole", "ends_on": "2099-01-01"},
    ):
        for _twice in range(2):
            response = client.post(page(alice.email), told)
    assert response.status_code == 302
    html = client.get(page(alice.email)).content.decode()
    assert "Buurtkas" in html
    assert "Utrecht" in html
    held = queries.roles_of(alice, on=clock.today())
    assert {one.role for one in held} == {Role.CIVIL_SERVANT, Role.OWNER, Role.REVIEWER}
    servant = next(one for one in held if one.role == Role.CIVIL_SERVANT)
    for _twice in range(2):
        client.post(reverse("desk:end_role"), {"email": alice.email, "role": servant.number})
    assert not queries.has_role(alice, Role.CIVIL_SERVANT, on=clock.today(), areas=["GM0344"])
    verbs = [act.verb for act in audit.history(alice)]
    assert verbs.count("role ended") == 1
    assert {act.actor_key for act in audit.history(alice)} == {admin.audit_key}


@pytest.mark.parametrize(
    "told",
    [
        {"role": "king", "scope": "whole"},
        {"role": "moderator", "scope": "moon"},
        {"role": "civil_servant", "scope": "area", "area": "nergens"},
        {"role": "civil_servant", "scope": "area", "area": "\x00"},
        {"role": "owner", "scope": "organisation", "organisation": "geen"},
        {"role": "owner", "scope": "organisation", "organisation": ""},
        {"role": "owner", "scope": "whole"},
        {"role": "moderator", "scope": "whole", "ends_on": "1999-01-01"},
        {"role": "moderator", "scope": "whole", "ends_on": "soon"},
        {},
    ],
)
def test_wrong_roles_get_a_sentence(client: Client, admin: User, alice: User, told: dict[str, str]) -> None:
    response = client.post(page(alice.email), told)
    if told:
        assert response.status_code == 422
        assert "error-summary" in response.content.decode()
    assert not Grant.objects.filter(user=alice).exists()


@pytest.mark.parametrize("email", ["", "x", "a%00@b.nl", "niemand@voorbeeld.example", "x" * 5000])
def test_unknown_people(client: Client, admin: User, email: str) -> None:
    assert client.get(page(email)).status_code in {200, 422}
    assert client.post(page(email), {"role": "moderator", "scope": "whole"}).status_code in {200, 422}
    assert Grant.objects.count() == 1


def test_the_last_administrator_and_the_last_owner_stay(
    client: Client, admin: User, alice: User, shop: Organisation
) -> None:
    owner = give(alice, Role.OWNER, Scope.ORGANISATION, str(shop.pk))
    own = Grant.objects.get(user=admin).pk
    for user, number in ((admin, own), (alice, owner)):
        client.post(reverse("desk:end_role"), {"email": user.email, "role": number})
        assert Grant.objects.get(pk=number).ends_on is None
    give(person("Bea"), Role.ADMINISTRATOR)
    client.post(reverse("desk:end_role"), {"email": admin.email, "role": own})
    assert Grant.objects.get(pk=own).ends_on is not None


def test_another_s_role_is_not_ended_by_its_number(client: Client, admin: User, alice: User, dana: User) -> None:
    number = Grant.objects.get(user=dana).pk
    for wrong in (str(number), "", "x", "9" * 30, "\x00"):
        client.post(reverse("desk:end_role"), {"email": alice.email, "role": wrong})
    assert Grant.objects.get(pk=number).ends_on is None


def test_one_thing_in_one_organisation(alice: User, shop: Organisation) -> None:
    give(alice, Role.EDITOR, Scope.ORGANISATION, str(shop.pk))
    with pytest.raises(ValidationError):
        give(alice, Role.TREASURER, Scope.ORGANISATION, str(shop.pk))
    assert Grant.objects.count() == 1
