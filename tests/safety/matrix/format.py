"""How the matrix is written down. A file `rows_<app>.py` here holds `ROWS` and, when it needs things of its own, `plant`.

    from tests.safety.matrix.format import World, get, post, send

    def plant(world: World) -> None:                       # called once, in a transaction that is rolled back
        world.add("proposal", "open", number=12)           # fills <int:number> of an address, and {number} of a body
        world.add("proposal", "missing", number=0)
        world.plays("owner", user)                         # a role that nobody played yet; or client= for an API key

    ROWS = [
        get("figures/", "*: ok"),
        get("desk/<int:key>/", {"waiting published": "moderator: ok; stranger: sign; *: no", "missing": …}, of="entry"),
        post("desk/<int:key>/decide/", {"waiting": …, "withdrawn": "moderator: clash; …"}, of="entry",
             body={"act": "publish"}),
        send("PUT", "api/v1/records/<str:key>", …, body={"name": "Kas"}, json=True),
    ]

A route is named by its English form without the language, as the resolver writes it ("home" is /nl/, "start" is /). Answers are `roles: outcome`,
with `;` between; roles are words of `ROLES`, of `GROUPS`, or `*` for the rest; the more exact one wins. Outcomes:

    ok      2xx; for what writes: 2xx or a redirect, AND rows of the database changed
    go      a redirect to another page          sign    a redirect to the sign-in page
    again   asks for the password once more     bad     400 or 422, with a sentence
    key     401, a valid API key is asked       no      403
    none    404                                 method  405
    clash   409                                 gone    410
    slow    429                                 away    503

Every outcome but `ok` also means: no row changed. The test fails for a route without rows, for a method that is let
in without rows, for a role or a state left out, and for rows that only refuse: beside every refusal stands an `ok`
(or `go`) of the same route and method, or the row says why there is `never` one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client

from kracht.foundation.accounts.models import User

ROLES = (
    "stranger resident owner coowner org_owner org_editor org_treasurer org_other servant servant_elsewhere reviewer"
    " moderator administrator key key_bare key_other"
).split()
GROUPS = {
    "keys": {"key", "key_bare", "key_other"},
    "organisation": {"org_owner", "org_editor", "org_treasurer"},
    "owners": {"owner", "coowner"},
    "servants": {"servant", "servant_elsewhere"},
}
GROUPS["outside"] = {"stranger", *GROUPS["keys"]}  # nobody is signed in
GROUPS["signed"] = set(ROLES) - GROUPS["outside"]
OUTCOMES = set("ok go sign again bad key no none method clash gone slow away".split())
LET_IN = {"ok", "go"}


@dataclass(frozen=True)
class Row:
    """One address and method, with what each role gets in each state of the thing it is about."""

    method: str
    route: str
    answers: Mapping[str, str]
    of: str = ""
    query: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    json: bool = False
    writes: bool = False
    path: str = ""  # without the language, where the resolver's form is a pattern; may hold {names}
    fresh: bool = False  # everyone proved who they are a moment ago
    never: str = ""  # why nobody is ever let in
    also: frozenset[str] = frozenset()  # tables that may change whatever the answer: counters, last use

    def outcome(self, state: str, role: str) -> str:
        """What is declared; KeyError when nothing is."""
        found: dict[int, str] = {}
        for part in self.answers[state].split(";"):
            roles, _colon, outcome = part.partition(":")
            for word in roles.split():
                rank = 0 if word == role else 1 if role in GROUPS.get(word, ()) else 2 if word == "*" else 9
                found.setdefault(rank, outcome.strip())
        return found[min(found)] if min(found, default=9) < 9 else ""

    def wrong(self) -> list[str]:
        """What is no good about the declaration itself."""
        words = {word for text in self.answers.values() for word in re.findall(r"(\w+|\*)(?=[^;]*:)", text)}
        bad = [f"unknown role {word}" for word in words - set(ROLES) - set(GROUPS) - {"*"}]
        for state in self.answers:
            for role in ROLES:
                outcome = self.outcome(state, role)
                if outcome not in OUTCOMES:
                    bad.append(f"{state or 'it'} × {role}: {outcome or 'nothing'} declared")
        return bad


def send(method: str, route: str, answers: str | Mapping[str, str], **more: Any) -> Row:
    """A row of any method; states that share an answer stand together, with spaces between."""
    told = {"": answers} if isinstance(answers, str) else answers
    each = {state: text for states, text in told.items() for state in (states.split() or [""])}
    more.setdefault("writes", method != "GET")
    more["also"] = frozenset(more.get("also", ()))
    return Row(method, route, each, **more)


def get(route: str, answers: str | Mapping[str, str], **more: Any) -> Row:
    """A page or a file."""
    return send("GET", route, answers, **more)


def post(route: str, answers: str | Mapping[str, str], **more: Any) -> Row:
    """A form that is sent; with `writes=False` one that only answers."""
    return send("POST", route, answers, **more)


@dataclass
class World:
    """The cast and the things, made once for all rows of a worker."""

    today: date
    people: dict[str, User] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    things: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def add(self, kind: str, state: str, **values: Any) -> None:
        """A thing in a state, with what fills an address or a body that is about it."""
        self.things.setdefault(kind, {})[state] = values

    def plays(self, role: str, user: User | None = None, *, client: Client | None = None) -> None:
        """Somebody for a role: a person who is signed in, or a client that sends a key."""
        assert role in ROLES, role
        self.clients[role] = client or Client(raise_request_exception=False)
        if user is not None:
            self.people[role] = user
            self.clients[role].force_login(user)
            self.clients[role].get("/nl/account/")  # once a day the device is noted; not in each question below
