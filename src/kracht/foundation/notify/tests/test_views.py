from datetime import UTC, datetime

import pytest
from django.http import Http404
from django.test import RequestFactory
from pytest_django import Settings

from kracht.foundation.notify import operations, views

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_the_post_is_only_there_in_the_demo(rf: RequestFactory, settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(Http404):
        views.demo_post(rf.get("/nl/demo-post/"))
