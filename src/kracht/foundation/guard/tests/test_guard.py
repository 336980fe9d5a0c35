import base64
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import altcha
import pytest
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import RequestFactory
from pytest_django import Settings

from kracht.foundation.guard import operations, queries, rules, views
from kracht.foundation.guard.facts import HOLDS, PER_HOUR, PER_HOUR_SLOW, Proof
from kracht.foundation.guard.forms import SpamProtected
from kracht.foundation.guard.models import Spent, Taken
from kracht.kernel import clock

pytestmark = pytest.mark.usefixtures("english")
AT = clock.now().replace(microsecond=0)
HOME = "192.0.2.7"


class Guestbook(SpamProtected):
    purpose = "guestbook"
    words = forms.CharField()


def answer(task: Mapping[str, Any]) -> str:
    """What a browser does with a challenge."""
    made = altcha.Challenge.from_dict(dict(task))
    solution = altcha.solve_challenge(made)
    assert solution is not None
    return str(altcha.Payload(made, solution).to_base64())


@pytest.fixture(scope="module")
def solved() -> str:
    return answer(queries.challenge(at=AT))


def form(at: datetime = AT, **fields: str) -> Guestbook:
    return Guestbook({"words": "Dag", **fields}, at=at)


def test_the_challenge_is_open_to_anyone_and_never_cached(rf: RequestFactory) -> None:
    response = views.challenge(rf.get("/proof/challenge"))
    task = json.loads(response.content)
    assert task["parameters"]["algorithm"] == "PBKDF2/SHA-256"
    assert "no-store" in response["Cache-Control"]


def test_a_solved_challenge_passes_once(db: None, solved: str) -> None:
    first = form(altcha=solved)
    assert first.is_valid()
    assert first.admit(address=HOME)
    again = form(altcha=solved)
    assert again.is_valid()
    assert not again.admit(address=HOME)
    assert "already" in str(again.non_field_errors())


def test_two_clicks_are_one_sending(db: None, solved: str) -> None:
    for passes, once in [(True, "a"), (True, "a"), (False, "b"), (False, "")]:
        sent = form(altcha=solved)
        assert sent.is_valid()
        assert sent.admit(address=HOME, once=once) is passes
    assert Spent.objects.count() == 1


def changed(solved: str, **parameters: object) -> str:
    answer = json.loads(base64.b64decode(solved))
    answer["challenge"]["parameters"] |= parameters
    return base64.b64encode(json.dumps(answer).encode()).decode()


@pytest.mark.parametrize(
    "payload",
    [
        "x", "e30=", "bnVsbA==", "[" * 2000, "x" * 1_000_000, "W10=", "MQ==", "\x00",
        base64.b64encode(b'{"challenge": {"parameters": {}}, "solution": {}}').decode(),
        base64.b64encode(b'{"challenge": [], "solution": 1e400}').decode(),
    ],
)  # fmt: skip
def test_nonsense_is_no_proof(payload: str) -> None:
    assert queries.check(payload, at=AT) is None
    sent = form(altcha=payload)
    assert not sent.is_valid()


def test_an_answer_to_an_easier_or_older_task_is_no_proof(solved: str) -> None:
    assert queries.check(solved, at=AT) is not None
    assert queries.check(solved, at=AT + HOLDS + timedelta(minutes=1)) is None
    for parameter in ({"keyPrefix": ""}, {"cost": 1}, {"cost": 10**12}, {"expiresAt": 10**12}, {"expiresAt": None}):
        assert queries.check(changed(solved, **parameter), at=AT) is None
    other = json.loads(base64.b64decode(solved))
    other["solution"]["counter"] += 1
    assert queries.check(base64.b64encode(json.dumps(other).encode()).decode(), at=AT) is None


def test_an_expired_proof_asks_to_send_again_and_keeps_the_words(solved: str) -> None:
    late = form(at=AT + HOLDS + timedelta(minutes=1), altcha=solved)
    assert not late.is_valid()
    assert "once more" in str(late.non_field_errors())
    assert 'value="Dag"' in str(late["words"])
    assert solved not in str(late["altcha"])


def test_without_javascript_a_person_passes_more_slowly(db: None) -> None:
    stamp = queries.start_stamp(at=AT)
    assert not form(at=AT + timedelta(seconds=1), started=stamp).is_valid()
    for number in range(PER_HOUR_SLOW + 1):
        sent = form(at=AT + timedelta(minutes=1), started=stamp)
        assert sent.is_valid(), sent.errors
        assert sent.admit(address=HOME) is (number < PER_HOUR_SLOW)
    other = form(at=AT + timedelta(minutes=1), started=stamp)
    assert other.is_valid()
    assert other.admit(address="192.0.2.8")


@pytest.mark.parametrize("stamp", ["", "1:x", "\x00", "9" * 100_000, "1700000000"])
def test_a_forged_or_missing_stamp_does_not_pass(stamp: str) -> None:
    assert not form(started=stamp).is_valid()


def test_a_form_left_open_for_days_gets_a_fresh_stamp() -> None:
    late = form(at=AT + timedelta(days=2), started=queries.start_stamp(at=AT))
    assert not late.is_valid()
    again = form(at=AT + timedelta(days=2, seconds=9), started=str(late.data["started"]))
    assert again.is_valid()


def test_the_trap_catches(solved: str) -> None:
    assert not form(altcha=solved, trap="https://spam.example").is_valid()


def test_the_hidden_fields_show_nothing_to_people() -> None:
    html = str(Guestbook(at=AT))
    assert "<k-proof" in html
    assert 'tabindex="-1"' in html
    assert [field.name for field in Guestbook(at=AT).visible_fields()] == ["words"]


def test_proofs_have_a_limit_too(db: None) -> None:
    for number in range(PER_HOUR):
        operations.admit(purpose="x", address=HOME, proof=Proof(f"{number:064}", AT), at=AT)
    with pytest.raises(ValidationError, match="hour"):
        operations.admit(purpose="x", address=HOME, proof=Proof("f" * 64, AT), at=AT)
    operations.admit(purpose="x", address=HOME, proof=Proof("e" * 64, AT), at=AT + timedelta(hours=1))


def test_no_address_is_kept_and_counts_go(db: None) -> None:
    assert operations.take(purpose="login", who=HOME, per_hour=1, at=AT)
    assert not operations.take(purpose="login", who=HOME, per_hour=1, at=AT)
    assert HOME not in Taken.objects.get().key
    assert operations.forget_passed(at=AT + timedelta(minutes=30)) == 0
    cache.set("attempts", [1, 2], 60)
    assert operations.forget_passed(at=AT + timedelta(hours=4)) == 2


@pytest.mark.parametrize(
    ("meta", "behind_nginx", "address"),
    [
        ({"REMOTE_ADDR": "192.0.2.7"}, False, "192.0.2.7"),
        ({"REMOTE_ADDR": "192.0.2.7", "HTTP_X_REAL_IP": "198.51.100.1"}, False, "192.0.2.7"),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "198.51.100.1"}, True, "198.51.100.1"),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.1"}, True, "127.0.0.1"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, False, "2001:db8:1:2::"),
        ({"REMOTE_ADDR": ""}, False, "unknown"),
        ({}, False, "unknown"),
    ],
)
def test_where_a_request_comes_from(
    settings: Settings, meta: dict[str, str], address: str, *, behind_nginx: bool
) -> None:
    settings.ADDRESS_HEADER = "HTTP_X_REAL_IP" if behind_nginx else ""
    assert rules.client_address(meta) == address


def test_a_fresh_start_keeps_every_choice_that_was_ticked() -> None:
    late = Guestbook(QueryDict("words=Dag&theme=1&theme=2&altcha=x"), at=AT)
    assert not late.is_valid()
    assert late.data.getlist("theme") == ["1", "2"]
    assert late.data["altcha"] == ""
