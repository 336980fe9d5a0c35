import base64
import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import PASSWORD
from kracht.foundation.audit import queries as audit
from kracht.foundation.guard import queries as guard
from kracht.kernel import clock

PAGES = [
    "account_login",
    "account_signup",
    "account_signup_by_passkey",
    "account_reset_password",
    "account_request_login_code",
]
OWN_PAGES = [
    *("account_home", "account_email", "account_change_password", "mfa_index", "account_logout"),
    *("account_devices", "account_again", "mfa_list_webauthn", "mfa_add_webauthn"),
]


@pytest.fixture(autouse=True)
def _no_counts(db: None) -> None:
    cache.clear()


def sign_up(client: Client, **fields: str) -> object:
    started = guard.start_stamp(at=clock.now() - timedelta(seconds=30))
    values = {
        "name": "Eva",
        "email": "Eva@Voorbeeld.example",
        "password1": PASSWORD,
        "started": started,
        "of_age": "on",
    }
    return client.post(reverse("account_signup"), {**values, **fields})


def code_in_mail() -> str:
    found = re.search(r"^[A-Z0-9-]{6,12}$", mail.outbox[-1].body, re.MULTILINE)
    assert found
    return found[0]


def sign_in(client: Client, email: str = "alice@voorbeeld.example", password: str = PASSWORD) -> object:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_for_anyone(client: Client, name: str, language: str) -> None:
    html = client.get(reverse(name).replace("/nl/", f"/{language}/")).content.decode()
    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    assert "style=" not in html
    assert "placeholder" not in html or name in {"account_reset_password", "account_request_login_code"}


@pytest.mark.parametrize("name", OWN_PAGES)
def test_own_pages_ask_to_sign_in(client: Client, alice: User, name: str) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302
    client.force_login(alice)
    response = client.get(reverse(name))
    if response.status_code == 302:  # allauth asks for the password once more
        assert "reauthenticate" in response.url
    else:
        assert "<h1" in response.content.decode()


def test_sign_up_confirm_and_sign_in(client: Client) -> None:
    response = sign_up(client)
    assert response.status_code == 302
    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("eva@voorbeeld.example", "Eva", "nl")
    assert [act.verb for act in audit.history(user)] == ["signed up"]
    assert not signed_in(client)
    assert user.of_age_at is not None
    assert "eva@voorbeeld.example" in client.get(response.url).content.decode()
    for wrong in ("", "\x00"):
        assert "error-summary" in client.post(response.url, {"code": wrong}).content.decode()
    sign_up(client)
    assert client.post(response.url, {"code": code_in_mail()}).status_code == 302
    assert EmailAddress.objects.get().verified
    other = Client()
    sign_in(other, "EVA@voorbeeld.example ")
    assert signed_in(other)


def test_an_unconfirmed_address_does_not_sign_in(client: Client) -> None:
    sign_up(client)
    sign_in(client, "eva@voorbeeld.example")
    assert not signed_in(client)


def test_signing_up_twice_tells_only_the_owner_of_the_address(client: Client, alice: User) -> None:
    known = sign_up(client, email="alice@voorbeeld.example")
    unknown = sign_up(Client(), email="new@voorbeeld.example")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert User.objects.count() == 2
    assert "wachtwoord" in mail.outbox[0].body or "password" in mail.outbox[0].body


@pytest.mark.parametrize(
    "fields",
    [
        {"email": "a\x00b@voorbeeld.example"},
        {"email": "x" * 1_000_000},
        {"email": "nobody"},
        {"email": ""},
        {"of_age": ""},
        {"name": "\x00"},
        {"name": "x" * 101},
        {"name": ""},
        {"password1": "x" * 1_000_000},
        {"password1": "kort"},
        {"password1": "\x00" * 12},
        {"password1": "password123"},
        {"password1": "voorbeeld.example"},
        {"trap": "https://spam.example"},
        {"started": ""},
        {"started": "\x00"},
        {"altcha": "\x00"},
        {"altcha": "x" * 100_000},
    ],
)
def test_wrong_sign_ups_get_a_sentence(client: Client, fields: dict[str, str]) -> None:
    response = sign_up(client, **fields)
    assert response.status_code == 200
    assert "error-summary" in response.content.decode()
    assert not User.objects.exists()
    assert mail.outbox == []


def test_emoji_and_right_to_left_names_are_fine(client: Client) -> None:
    sign_up(client, name="  ميا 🌻\u202e ")
    assert User.objects.get().name == "ميا 🌻"


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("a\x00b@voorbeeld.example", PASSWORD),
        ("alice@voorbeeld.example", "\x00"),
        ("alice@voorbeeld.example", "x" * 1_000_000),
        ("alice@voorbeeld.example", "wrong"),
        ("nobody@voorbeeld.example", PASSWORD),
        ("", ""),
        ("x" * 1_000_000, PASSWORD),
    ],
)
def test_wrong_sign_ins_get_a_sentence(client: Client, alice: User, email: str, password: str) -> None:
    response = sign_in(client, email, password)
    assert response.status_code == 200
    assert "error-summary" in response.content.decode()
    assert not signed_in(client)


def test_guessing_is_stopped(client: Client, alice: User) -> None:
    answers = [sign_in(client, password="wrong").status_code for _ in range(12)]
    assert answers[0] == 200
    sign_in(client)
    assert not signed_in(client)


def test_sign_in_by_code(client: Client, alice: User) -> None:
    response = client.post(reverse("account_request_login_code"), {"email": "alice@voorbeeld.example"})
    code = re.search(r"^[A-Z0-9-]{6,12}$", mail.outbox[0].body, re.MULTILINE)
    assert code
    page = client.get(response.url).content.decode()
    assert "alice@voorbeeld.example" in page
    assert client.post(response.url, {"code": "\x00"}).status_code == 200
    client.post(response.url, {"code": code[0]})
    assert signed_in(client)


def test_a_code_for_an_unknown_address_says_so_by_mail(client: Client) -> None:
    response = client.post(reverse("account_request_login_code"), {"email": "nobody@voorbeeld.example"})
    assert response.status_code == 302
    assert "nobody@voorbeeld.example" in mail.outbox[0].to


def test_a_new_password_by_mail(client: Client, alice: User) -> None:
    client.post(reverse("account_reset_password"), {"email": "alice@voorbeeld.example"})
    link = re.search(r"http://\S+(/nl/account/password/reset/key/\S+/)", mail.outbox[0].body)
    assert link
    form = client.get(link[1], follow=True)
    where = form.redirect_chain[-1][0]
    fresh = "een-heel-ander-wachtwoord"
    assert "error-summary" in client.post(where, {"password1": "x" * 1_000_000, "password2": "x"}).content.decode()
    client.post(where, {"password1": fresh, "password2": fresh})
    sign_in(client, password=fresh)
    assert signed_in(client)


@pytest.mark.parametrize(
    "path",
    ["password/reset/key/zzzzzzzzzzzzzzzzzzzz-x/", "password/reset/key/1-%00/", "two-step/webauthn/keys/1/edit/"],
)
def test_forged_links_get_a_page(client: Client, path: str) -> None:
    response = client.get(f"/nl/account/{path}")
    assert response.status_code in {200, 302, 404}


def test_sign_out_needs_a_click(client: Client, alice: User) -> None:
    client.force_login(alice)
    client.get(reverse("account_logout"))
    assert signed_in(client)
    client.post(reverse("account_logout"))
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("name", "language", "kept"),
    [("Alice B.", "en", True), ("", "nl", False), ("x" * 101, "nl", False), ("A\x00", "nl", False), ("A", "xx", False)],
)
def test_the_own_profile(client: Client, alice: User, name: str, language: str, *, kept: bool) -> None:
    client.force_login(alice)
    response = client.post(reverse("account_home"), {"name": name, "language": language})
    alice.refresh_from_db()
    assert (response.status_code == 302) is kept
    assert ((alice.name, alice.language) == (name, language)) is kept
    assert bool(audit.history(alice)) is kept


def test_a_second_step_can_be_turned_on_and_is_asked_for(client: Client, alice: User) -> None:
    sign_in(client)
    response = client.get(reverse("mfa_activate_totp"))
    assert client.post(response.url, {"password": PASSWORD}).status_code == 302
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    drawn = re.search(r"data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)", page)
    assert drawn
    assert b'fill="#fff"/>' in base64.b64decode(drawn[1])  # readable in the dark too
    client.post(reverse("mfa_activate_totp"), {"code": "\x00"})
    assert not Authenticator.objects.exists()
    secret = client.session["mfa.totp.secret"]
    client.post(
        reverse("mfa_activate_totp"),
        {"code": format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))},
    )
    assert Authenticator.objects.filter(user=alice, type=Authenticator.Type.TOTP).exists()
    spare = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert len(re.findall(r"\b[0-9a-f]{8}\b", spare)) == 10
    assert "style=" not in spare
    for name in ("mfa_index", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        assert client.get(reverse(name)).status_code == 200
    other = Client()
    response = sign_in(other)
    assert "authenticate" in response.url
    assert not signed_in(other)
    assert "<h1" in other.get(response.url).content.decode()


def test_an_address_changes_after_its_mail_is_answered(client: Client, alice: User) -> None:
    sign_in(client)
    client.post(reverse("account_email"), {"action_add": "1", "email": "alice2@voorbeeld.example"})
    alice.refresh_from_db()
    assert alice.email == "alice@voorbeeld.example"
    assert "alice2@voorbeeld.example" in client.get(reverse("account_email")).content.decode()
    client.post(reverse("account_email_verification_sent"), {"code": code_in_mail()})
    alice.refresh_from_db()
    assert alice.email == "alice2@voorbeeld.example"
