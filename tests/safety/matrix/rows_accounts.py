"""Signing in, and the own account."""

from allauth.mfa.models import Authenticator

from kracht.foundation.accounts.tests.factories import person
from tests.safety.matrix.format import World, get, post

MINE = "outside: sign; *: ok"
IN = "outside: ok; *: go"
PROVED = "outside: sign; *: again"
SIGNED_NONE = "outside: sign; *: none"
NO_KEY = "the only passkey is of somebody who is not asked"
WRONG = {"login": "rosa@voorbeeld.example", "password": "fout"}


def plant(world: World) -> None:
    """A passkey of somebody who plays no part: nobody else may see, name or remove it."""
    key = Authenticator.objects.create(
        user=person("Sleutel"), type=Authenticator.Type.WEBAUTHN, data={"name": "Sleutelbos", "credential": {}}
    )
    world.add("passkey", "others", pk=key.pk)
    world.add("passkey", "missing", pk=0)


ROWS = [
    get("account/", MINE),
    post("account/", MINE, body={"name": "Anders", "language": "en"}),
    get("account/login/", IN),
    post("account/login/", IN, body=WRONG, writes=False),
    get("account/logout/", "outside: go; *: ok"),
    post("account/logout/", "*: go", writes=False),
    get("account/inactive/", "*: ok"),
    get("account/signup/", IN),
    post("account/signup/", IN, body={"email": "x"}, writes=False),
    get("account/reauthenticate/", "outside: sign; *: ok"),
    post("account/reauthenticate/", "outside: sign; *: ok", body={"password": "fout"}, writes=False),
    get("account/email/", MINE),
    post("account/email/", MINE, body={"action_add": "", "email": "nieuw@voorbeeld.example"}, fresh=True),
    get("account/confirm-email/", "outside: sign; *: go"),
    post("account/confirm-email/", "outside: sign; *: go", writes=False),
    post("account/age/", "outside: sign; *: go", body={"of_age": ""}, writes=False),
    get("account/devices/", MINE),
    post("account/devices/sign-out/", "outside: sign; *: go", body={"device": "0"}, writes=False),
    get("account/again/", MINE),
    post("account/again/", "outside: sign; *: go", writes=False),
    get("account/signup/passkey/", IN),
    post("account/signup/passkey/", IN, body={"email": "x"}, writes=False),
    get("account/two-step/webauthn/", MINE),
    get("account/two-step/webauthn/add/", MINE, fresh=True),
    get("account/two-step/webauthn/add/", PROVED),
    post("account/two-step/webauthn/add/", MINE, body={"credential": "{}"}, fresh=True, writes=False),
    get("account/two-step/webauthn/login/", "outside: sign; *: go"),
    post("account/two-step/webauthn/login/", "outside: sign; *: go", body={"credential": "{}"}, writes=False),
    get("account/two-step/webauthn/signup/", "*: go"),
    post("account/two-step/webauthn/signup/", "*: go", writes=False),
    get("account/two-step/webauthn/reauthenticate/", PROVED, never=NO_KEY),
    post("account/two-step/webauthn/reauthenticate/", PROVED, writes=False, never=NO_KEY),
    *(
        get(
            f"account/two-step/webauthn/keys/<int:pk>/{act}/",
            {"others missing": SIGNED_NONE if fresh else PROVED},
            of="passkey",
            fresh=fresh,
            never=NO_KEY,
        )
        for act in ("remove", "edit")
        for fresh in (True, False)
    ),
    *(
        post(
            f"account/two-step/webauthn/keys/<int:pk>/{act}/",
            {"others missing": SIGNED_NONE},
            of="passkey",
            body={"name": "Gekaapt"},
            fresh=True,
            never=NO_KEY,
        )
        for act in ("remove", "edit")
    ),
    get("account/password/change/", MINE),
    post("account/password/change/", MINE, body={"oldpassword": "fout"}, writes=False),
    get("account/password/set/", "outside: sign; *: go"),
    post("account/password/set/", "outside: sign; *: go", writes=False),
    get("account/password/reset/", "*: ok"),
    post("account/password/reset/", "*: ok", body={"email": "rosa@voorbeeld.example"}),
    get("account/password/reset/done/", "*: ok"),
    get("account/password/reset/key/done/", "*: ok"),
    get("account/login/code/", IN),
    post("account/login/code/", "outside: ok; *: go", body={"email": "rosa@voorbeeld.example"}),
    get("account/login/code/confirm/", "*: go"),
    post("account/login/code/confirm/", "*: go", writes=False),
    get(
        "account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        "*: ok",
        path="account/password/reset/key/1-x/",
    ),
    post(
        "account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        "*: ok",
        path="account/password/reset/key/1-x/",
        body={"password1": "een-ander-wachtwoord"},
        writes=False,
    ),
    get("account/two-step/", MINE),
    get("account/two-step/authenticate/", "outside: sign; *: go"),
    post("account/two-step/authenticate/", "outside: sign; *: go", writes=False),
    get("account/two-step/reauthenticate/", PROVED, never="nobody here has a second step"),
    get("account/two-step/totp/activate/", MINE, fresh=True),
    get("account/two-step/totp/activate/", PROVED),
    post("account/two-step/totp/activate/", MINE, body={"code": "000000"}, fresh=True, writes=False),
    get("account/two-step/totp/deactivate/", "outside: sign; *: none", never="nobody here has a second step"),
    get("account/two-step/recovery-codes/", "outside: sign; *: none", never="nobody here has a second step"),
    get("account/two-step/recovery-codes/generate/", "outside: sign; *: again", never="nobody here has a second step"),
    get("account/two-step/recovery-codes/download/", "outside: sign; *: none", never="nobody here has a second step"),
]
