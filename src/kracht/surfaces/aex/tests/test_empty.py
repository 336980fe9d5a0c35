"""The public pages before there is a release."""

import pytest
from django.test import Client

EN = "/en/value/"
PAGES = (
    "",
    "index/",
    "index/members/",
    "benchmark/",
    "growth-map/",
    "the-country-saves/",
    "method/",
    "follow-your-gift/",
)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nl/waarde/", *(EN + page for page in PAGES)])
def test_without_a_release_every_page_stands_and_says_so(client: Client, address: str) -> None:
    assert client.get(address).status_code == (404 if address.endswith("index/members/") else 200)
