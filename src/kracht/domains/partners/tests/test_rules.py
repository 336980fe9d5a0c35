"""Keys that know themselves, and signatures as Standard Webhooks writes them."""

import base64
import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kracht.domains.initiatives.tests.factories import AT
from kracht.domains.partners import rules
from kracht.domains.partners.facts import LONGEST_LIFE, WAITS
from kracht.domains.partners.rules import records
from kracht.kernel import strictjson


def test_a_new_key_knows_itself() -> None:
    made = [rules.new_key() for _key in range(200)]
    assert len(set(made)) == 200
    assert all(key.startswith("kracht_") and rules.is_key(key) and len(rules.key_digest(key)) == 64 for key in made)


@given(st.data())
def test_one_changed_character_is_noticed(data: st.DataObject) -> None:
    key = rules.new_key()
    place = data.draw(st.integers(len("kracht_"), len(key) - 1))
    other = data.draw(st.sampled_from([letter for letter in rules.LETTERS if letter != key[place]]))
    assert not rules.is_key(key[:place] + other + key[place + 1 :])


@given(st.text(max_size=80))
def test_no_text_makes_it_raise(value: str) -> None:
    assert not rules.is_key(value)


def test_the_checksum_stays_as_it_is() -> None:
    """Scanners outside rely on it: prefix, 32 of base 62, CRC-32 of all that in 6 of base 62."""
    body = "kracht_" + "0" * 32
    assert rules.checksum(body) == "1DVJmh"
    assert rules.is_key(body + rules.checksum(body))


def test_a_signature_is_that_of_the_standard() -> None:
    """The vector of the reference libraries of Standard Webhooks."""
    found = rules.sign(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", message="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )  # fmt: skip
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_secrets_differ_by_webhook_and_by_salt_and_have_24_to_64_bytes() -> None:
    found = {rules.hook_secret(hook, salt) for hook in (1, 2) for salt in ("a", "b")}
    assert len(found) == 4
    assert all(24 <= len(base64.b64decode(secret.removeprefix("whsec_"))) <= 64 for secret in found)


def test_a_message_is_tried_for_about_three_days() -> None:
    assert timedelta(days=2.8) < sum(WAITS, timedelta()) < timedelta(days=3.5)
    assert list(WAITS) == sorted(WAITS)
    assert rules.wait_after(1) == WAITS[0]
    assert rules.wait_after(len(WAITS) + 1) is None


@pytest.mark.parametrize(
    "url",
    ["", "ftp://x.example", "http://x.example/", "https://10.0.0.1/", "https://[::1]/", "https://localhost/",
     "https://a:b@x.example/", "https://169.254.169.254/", "javascript:alert(1)", "https://x.example/" + "a" * 600],
)  # fmt: skip
def test_some_addresses_get_no_webhook(url: str) -> None:
    with pytest.raises(ValidationError):
        rules.check_hook_url(url, plain_allowed=False)
    assert rules.check_hook_url(" https://x.example/hook ", plain_allowed=False) == "https://x.example/hook"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "x" * 61), ("scopes", []), ("scopes", ["write:all"]), ("expires_at", AT),
        ("expires_at", AT + LONGEST_LIFE + timedelta(seconds=1)), ("per_hour", 0), ("per_hour", 10**9),
    ],
)  # fmt: skip
def test_a_key_says_what_is_wrong_with_it(field: str, value: object) -> None:
    good = {"name": "x", "scopes": ["read"], "expires_at": AT + timedelta(days=1), "per_hour": 10, "at": AT}
    assert rules.check_key(**good) == "x"  # type: ignore[arg-type]
    with pytest.raises(ValidationError) as refusal:
        rules.check_key(**(good | {field: value}))  # type: ignore[arg-type]
    assert set(refusal.value.message_dict) == {field}


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=20), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from([*records.FIELDS, *records.META, "iets"])


@given(JSON | st.dictionaries(NAMES, JSON, max_size=6))
def test_no_record_makes_reading_raise(data: object) -> None:
    item = records.read(data)
    assert all(pointer == "" or pointer.startswith("/") for pointer, _sentence in item.problems)
    assert all(sentence for _pointer, sentence in item.problems)


@given(JSON)
def test_strict_json_reads_what_json_writes(data: object) -> None:
    written = json.dumps(data).encode()
    assert strictjson.read(written, depth=40) == data


def test_what_is_read_can_be_written_again() -> None:
    said = {"name": "A", "summary": "B", "contact": {"name": "C", "email": "", "phone": "", "public": True},
            "needs": [{"kind": "hands", "text": "x"}], "parties": [{"name": "P", "sector": "business"}],
            "latitude": 52.0, "longitude": 5.0, "themes": ["cultuur"]}  # fmt: skip
    item = records.read({**said, "sourceKey": "k"})
    assert item.problems == ()
    back = records.written({**item.record.values, "themes": [9]}, {9: "cultuur"})
    assert {name: back[name] for name in said} == said
