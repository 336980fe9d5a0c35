from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from kracht.foundation.subscriptions import rules
from kracht.foundation.subscriptions.facts import What


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cadence", "at", "due"),
    [
        ("once", utc(2026, 11, 22, 12, 3, 4), utc(2026, 11, 22, 12, 10)),
        ("once", utc(2026, 11, 22, 12, 10), utc(2026, 11, 22, 12, 20)),
        ("once", utc(2026, 11, 22, 23, 59, 59), utc(2026, 11, 23)),
        ("daily", utc(2026, 11, 22, 5, 59), utc(2026, 11, 22, 6)),  # winter: seven is six in UTC
        ("daily", utc(2026, 11, 22, 6), utc(2026, 11, 23, 6)),
        ("daily", utc(2026, 7, 1, 4, 59), utc(2026, 7, 1, 5)),  # summer: five
        ("daily", utc(2026, 10, 24, 6), utc(2026, 10, 25, 6)),  # the night the clock goes back
        ("daily", utc(2027, 3, 27, 7), utc(2027, 3, 28, 5)),  # and forward
        ("weekly", utc(2026, 11, 22, 12), utc(2026, 11, 23, 6)),  # Sunday to Monday
        ("weekly", utc(2026, 11, 23, 6), utc(2026, 11, 30, 6)),
        ("weekly", utc(2026, 11, 23, 5, 59), utc(2026, 11, 23, 6)),
        ("weekly", utc(2026, 12, 29, 12), utc(2027, 1, 4, 6)),
    ],
)
def test_when_a_round_is_due(cadence: str, at: datetime, due: datetime) -> None:
    assert rules.next_due(cadence, at) == due


def test_a_token_opens_its_own_nonce_and_no_other() -> None:
    token = rules.token("a" * 22)
    assert rules.nonce_of(token) == "a" * 22
    assert rules.nonce_of(token + "x") == ""
    assert rules.nonce_of(token.replace("a", "b", 1)) == ""
    for wrong in ("", ".", "geen", "\x00", "x" * 5000, "a" * 22, "é.ü", token.upper()):
        assert rules.nonce_of(wrong) == ""


def test_the_order_and_doubling_of_filters_do_not_matter() -> None:
    one = What.of("search", [("q", "tuin"), ("theme", "groen")])
    assert one == What.of("search", [("theme", "groen"), ("q", "tuin"), ("q", "tuin")])
    assert one.key != What.of("search", [("q", "tuin"), ("stage", "groen")]).key
    assert What.of("search", [("q", "a,b")]).key != What.of("search", [("q", "a"), ("q", "b")]).key
    assert len(What.of("search", [("q", "x" * 5000)]).key) == 64


@pytest.mark.parametrize("address", ["", "geen", "a@b", "a@b.c\n", "x" * 250 + "@voorbeeld.example", "a b@c.nl"])
def test_what_is_no_address_gets_a_sentence(address: str) -> None:
    if address.endswith("\n"):
        address = "a\n@voorbeeld.example"
    with pytest.raises(ValidationError, match=r"e-mailadres"):
        rules.check_address(address)


def test_an_address_is_kept_in_lower_case() -> None:
    assert rules.check_address(" Eva@Voorbeeld.EXAMPLE ") == "eva@voorbeeld.example"


def test_an_old_link_does_not_confirm() -> None:
    at = utc(2026, 11, 22)
    rules.check_can_confirm(at - timedelta(days=7), at)
    with pytest.raises(ValidationError, match="7 dagen"):
        rules.check_can_confirm(at - timedelta(days=7, seconds=1), at)
