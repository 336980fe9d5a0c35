"""Schemathesis throws what the document allows, and what it forbids, at the API. Seeded; the deep run is `long`."""

import pytest
import schemathesis
from django.conf import settings as settings_of
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance

from kracht.domains.partners.tests.factories import key, partner
from kracht.foundation.access.facts import MEMBER_ROLES, Role
from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import LONG_AGO
from kracht.kernel import clock
from kracht.surfaces.api.tests.conftest import World

SCHEMA = "/api/v1/openapi.json"
# a schema cannot say which areas exist, which cursors were given out or that west lies before east
BEYOND = [positive_data_acceptance]
# nor which areas, tags and other people's records there are, or that two fields go together; and the key is sent where
# the fuzzer would spoil or leave out the header, so that it takes the answer for a wrong one (test_own has refusals)
BEYOND_KEY = [positive_data_acceptance, ignored_auth, negative_data_rejection]


def _run(examples: int, *, key: str = "", cookie: str = "") -> int:
    """Ask what anyone may read, perhaps with the cookie of who is signed in; with a key what a partner may do."""
    schema = schemathesis.openapi.from_wsgi(SCHEMA, get_wsgi_application())
    every = [found.ok() for found in schema.get_all_operations()]
    operations = [one for one in every if ("Partners" in one.tags) is bool(key)]
    sent = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {key}"} if key else {})
    sent |= {"Cookie": f"{settings_of.SESSION_COOKIE_NAME}={cookie}"} if cookie else {}
    for operation in operations:
        wrong = [GenerationMode.NEGATIVE] if operation.body or list(operation.iter_parameters()) else []
        for mode in (GenerationMode.POSITIVE, *wrong):  # nothing can be wrong where nothing is asked

            @settings(
                max_examples=examples, derandomize=True, deadline=None, database=None,
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @given(case=operation.as_strategy(generation_mode=mode))
            def check(case: schemathesis.Case) -> None:
                case.call_and_validate(headers=sent, excluded_checks=BEYOND_KEY if key else BEYOND)

            check()
    return len(operations)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_api_keeps_its_word(world: World, kept_connection: object) -> None:
    assert _run(6) == 18


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_api_keeps_its_word_to_a_partner(world: World, kept_connection: object) -> None:
    made = key(partner(namespace="buren"), at=clock.now(), per_hour=100_000)
    assert _run(5, key=made.secret) == 12


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_api_keeps_its_word_to_a_partner_for_long(world: World, kept_connection: object) -> None:
    made = key(partner(namespace="buren"), at=clock.now(), per_hour=100_000)
    assert _run(200, key=made.secret) == 12


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("role", ["resident", *Role.values])
def test_the_api_keeps_its_word_to_each_role(
    role: str, world: World, client: Client, bob: User, kept_connection: object
) -> None:
    scope = ("organisation", str(world.office.pk)) if role in MEMBER_ROLES else ("whole", "")
    if role in Role.values:
        Grant.objects.create(user=bob, role=role, scope_type=scope[0], scope_key=scope[1], starts_on=LONG_AGO.date())
    client.force_login(bob)
    assert _run(20, cookie=client.cookies[settings_of.SESSION_COOKIE_NAME].value) == 18


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_api_keeps_its_word_for_long(world: World, kept_connection: object) -> None:
    assert _run(100) == 18
