"""Signing in, and the own account."""

from tests.safety.matrix.format import get, post

MINE = "outside: sign; *: ok"
IN = "outside: ok; *: go"
PROVED = "outside: sign; *: again"
WRONG = {"login": "rosa@voorbeeld.example", "password": "fout"}
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
    get("account/confirm-email/", "*: ok"),
    get("account/^confirm-email/(?P<key>[-:\\w]+)/$", "*: ok", path="account/confirm-email/geen/"),
    post("account/^confirm-email/(?P<key>[-:\\w]+)/$", "*: none", path="account/confirm-email/geen/", never="no link"),
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
    get("account/login/code/confirm/", "outside: sign; *: go"),
    post("account/login/code/confirm/", "outside: sign; *: go", writes=False),
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
