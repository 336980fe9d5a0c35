"""Schemathesis throws what the document allows, and what it forbids, at the API. Seeded; the deep run is `long`."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from kracht.surfaces.api.tests.conftest import World

SCHEMA = "/api/v1/openapi.json"
# a schema cannot say which areas exist, which cursors were given out or that west lies before east
BEYOND = [positive_data_acceptance]


def _run(examples: int) -> int:
    schema = schemathesis.openapi.from_wsgi(SCHEMA, get_wsgi_application())
    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

            @settings(
                max_examples=examples, derandomize=True, deadline=None, database=None,
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            @given(case=operation.as_strategy(generation_mode=mode))
            def check(case: schemathesis.Case) -> None:
                case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=BEYOND)

            check()
    return len(operations)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_api_keeps_its_word(world: World, kept_connection: object) -> None:
    assert _run(12) == 7


@pytest.mark.long
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_api_keeps_its_word_for_long(world: World, kept_connection: object) -> None:
    assert _run(100) == 7
