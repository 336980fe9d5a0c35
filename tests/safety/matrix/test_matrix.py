"""Every address, asked by every role about everything in every state; what was changed is read from the database.

The quick suite asks each row that writes by everyone about its first state, and all else by one role of each answer and
by the moderator; what is open to all is asked by a few. `make test-all` asks everything.
"""

import copy
import importlib
import pkgutil
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.internal.flows import login
from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.safety import matrix
from tests.safety.matrix.format import LET_IN, ROLES, Row, World
from tests.safety.matrix.world import base
from tests.safety.test_routes import ALL

pytestmark = pytest.mark.django_db
FILES = sorted(name for _finder, name, _package in pkgutil.iter_modules(matrix.__path__) if name.startswith("rows_"))
MODULES = [importlib.import_module(f"tests.safety.matrix.{name}") for name in FILES]
ROWS: list[Row] = [row for module in MODULES for row in module.ROWS]
FORMS = {route.english or ("home" if route.forms[0] else "start"): route.forms[0] for route in ALL}
OF_ROUTE: dict[str, list[Row]] = defaultdict(list)
for _row in ROWS:
    OF_ROUTE[_row.route].append(_row)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
QUICK = {"GET", "POST", "DELETE"}  # the others are for `make test-all`
HARMLESS = {"PUT", "PATCH", "DELETE"}  # answered as a GET by views of others; what matters is that no row changes
# what the site counts of everyone: sessions, limits, and jobs beside what they are for
COUNTED = {"django_session", "guard_taken", "guard_spent", "guard_cache", "accounts_signedin"}
STATUS = {200: "ok", 201: "ok", 202: "ok", 204: "ok", 400: "bad", 422: "bad", 401: "key", 403: "no", 404: "none",
          405: "method", 409: "clash", 410: "gone", 429: "slow", 503: "away"}  # fmt: skip
CHANGED = """
  SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
  WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once for all rows of a worker, and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = base()
        for module in MODULES:
            if hasattr(module, "plant"):
                module.plant(made)
        yield made
        transaction.set_rollback(True)


def changes() -> dict[str, int]:
    """How many rows of each table were written in this transaction so far."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED)
        return {**dict(cursor.fetchall()), "mail": len(mail.outbox)}


def address(row: Row, thing: dict[str, Any]) -> str:
    """The address with its parts filled from the thing."""
    form = FORMS[row.route]
    if row.path:
        form = form[: 3 if re.match(r"(nl|en)/", form) else 0] + row.path.format(**thing)
    for name in re.findall(r"<(?:\w+:)?(\w+)>", form):
        form = re.sub(rf"<(?:\w+:)?{name}>", str(thing[name]), form)
    return f"/{form}{row.query.format(**thing)}"


def filled(value: Any, thing: dict[str, Any]) -> Any:
    """The body with {names} filled from the thing."""
    if isinstance(value, str):
        return re.sub(r"\{(\w+)\}", lambda found: str(thing.get(found[1], found[0])), value)
    if isinstance(value, dict):
        return {filled(key, thing): filled(one, thing) for key, one in value.items()}
    return [filled(one, thing) for one in value] if isinstance(value, list) else value


def ask(client: Client, row: Row, thing: dict[str, Any], method: str) -> tuple[str, set[str]]:
    """The outcome, and the tables in which rows changed; then all is as before."""
    before, cookies = changes(), copy.deepcopy(client.cookies)
    point = transaction.savepoint_create()
    try:
        if row.fresh:
            _prove(client)
        more: dict[str, Any] = {}
        if method not in {"GET", "HEAD"} and row.body:
            more["data"] = filled(dict(row.body), thing)
        if row.json:
            more["content_type"] = "application/json"
        answer = getattr(client, method.lower())(address(row, thing), **more)
        if answer.streaming:
            b"".join(answer)
        _commit()
        after = changes()
        changed = {table for table, n in after.items() if n != before.get(table, 0)} - COUNTED - row.also
        return outcome_of(answer, changed=row.writes and bool(changed)), changed
    finally:
        transaction.savepoint_rollback(point)
        client.cookies = cookies


def _commit() -> None:
    """Do what waits for the end of the transaction."""
    while connection.run_on_commit:
        _savepoints, call, _robust = connection.run_on_commit.pop(0)
        call()


def outcome_of(answer: Any, *, changed: bool) -> str:
    """The word for an answer."""
    if answer.status_code == 304 or not 300 <= answer.status_code < 400:
        return STATUS.get(answer.status_code, str(answer.status_code))
    where = answer.headers["Location"]
    if re.match(r"/\w\w/account/(login/(\?|$)|two-step/authenticate)", where):
        return "sign"
    if re.match(r"/\w\w/account/(two-step/)?reauthenticate", where):
        return "again"
    return "ok" if changed else "go"


def _prove(client: Client) -> None:
    """As if the password had been given just now."""
    session = client.session
    if "_auth_user_id" in session:
        session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": time.time(), "reauthenticated": True}
        ]
        session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


def judged(row: Row, state: str, role: str, world: World) -> str:
    """What is wrong, in a line; empty when all is as declared."""
    thing = world.things[row.of][state] if row.of else {}
    declared = row.outcome(state, role)
    outcome, changed = ask(world.clients[role], row, thing, row.method)
    should = row.writes and declared == "ok"
    if outcome == declared and bool(changed) is should:
        return ""
    return f"{row.method} {row.route} {state} × {role}: {outcome}, declared {declared}; changed {sorted(changed)}"


def cases(row: Row, world: World, *, all_of_them: bool) -> Iterator[tuple[str, str]]:
    """Pairs of state and role to ask."""
    first = next(iter(row.answers))
    for state in row.answers:
        played = {role: row.outcome(state, role) for role in ROLES if role in world.clients}
        told = Counter(played.values())
        seen: Counter[str] = Counter()
        for role, outcome in played.items():
            # open to all: a few roles will do; what writes, at first: everyone; all else: one of each answer
            enough = 3 if len(told) == 1 else len(played) if row.writes and state == first else 1
            if all_of_them or seen[outcome] < enough or role == "moderator":
                yield state, role
            seen[outcome] += 1


def name_of(row: Row) -> str:
    return f"{row.method} {row.route} {','.join(row.answers)}"[:90]


@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_everyone_gets_what_is_declared(row: Row, world: World) -> None:
    wrong = [judged(row, state, role, world) for state, role in cases(row, world, all_of_them=False)]
    assert not any(wrong), "\n".join(one for one in wrong if one)


@pytest.mark.long
@pytest.mark.parametrize("row", ROWS, ids=name_of)
def test_everyone_gets_what_is_declared_in_every_state(row: Row, world: World) -> None:
    wrong = [judged(row, state, role, world) for state, role in cases(row, world, all_of_them=True)]
    assert not any(wrong), "\n".join(one for one in wrong if one)


@pytest.mark.parametrize("route", sorted(FORMS), ids=str)
def test_no_other_method_is_let_in(route: str, world: World) -> None:
    wrong = undeclared(route, world, QUICK, ("stranger", "owner", "moderator"))
    assert not wrong, "\n".join(wrong)


@pytest.mark.long
@pytest.mark.parametrize("route", sorted(FORMS), ids=str)
def test_no_other_method_is_let_in_by_anyone(route: str, world: World) -> None:
    wrong = undeclared(route, world, set(METHODS), tuple(ROLES))
    assert not wrong, "\n".join(wrong)


def undeclared(route: str, world: World, methods: set[str], roles: tuple[str, ...]) -> list[str]:
    """What methods without a row let in or change."""
    rows = OF_ROUTE[route]
    if not rows:
        pytest.fail("no row in the matrix says who may come here")
    row = next((one for one in rows if one.method == "GET"), rows[0])
    thing = world.things[row.of][next(iter(row.answers))] if row.of else {}
    wrong = []
    for method in sorted(methods - {one.method for one in rows}):
        for role in roles:
            if role in world.clients:
                outcome, changed = ask(world.clients[role], row, thing, method)
                refused = outcome in {"method", "sign", "again", "key", "no", "none", "gone"}
                if changed or not (refused or (method in HARMLESS and outcome in LET_IN)):
                    wrong.append(f"{method} × {role}: {outcome} {sorted(changed)}")
    return wrong


def test_every_row_is_whole(world: World) -> None:
    wrong = [f"{name_of(row)}: {one}" for row in ROWS for one in row.wrong()]
    for row in ROWS:
        if row.route not in FORMS:
            wrong.append(f"{row.route}: there is no such address")
        if row.of:
            left_out = set(world.things.get(row.of, {})) - states_of(row)
            wrong += [f"{name_of(row)}: nothing about {row.of} {state}" for state in sorted(left_out)]
    assert not wrong, "\n".join(wrong)


def states_of(row: Row) -> set[str]:
    """The states that the rows of this address and method speak of together."""
    return {state for one in OF_ROUTE[row.route] if one.method == row.method for state in one.answers}


def test_beside_every_refusal_someone_is_let_in(world: World) -> None:
    wrong = []
    for route, rows in OF_ROUTE.items():
        for method in {row.method for row in rows}:
            mine = [row for row in rows if row.method == method]
            said = {row.outcome(state, role) for row in mine for state in row.answers for role in world.clients}
            if not said & LET_IN and not all(row.never for row in mine):
                wrong.append(f"{method} {route}: {sorted(said)}")
    assert not wrong, "\n".join(wrong)


def test_the_judge_sees_a_write_and_a_door_left_open(world: World) -> None:
    """Proof that the matrix can fail: rows that declare the opposite of what happens are caught."""
    desk = next(row for row in ROWS if row.route == "desk/<int:key>/decide/")
    asked = {"method": desk.method, "route": desk.route, "of": "entry", "body": desk.body, "writes": True}
    assert judged(Row(answers={"waiting": "*: ok"}, **asked), "waiting", "moderator", world) == ""
    assert "changed ['audit_entry'" in judged(Row(answers={"waiting": "*: no"}, **asked), "waiting", "moderator", world)
    assert ": no, declared ok" in judged(Row(answers={"waiting": "*: ok"}, **asked), "waiting", "resident", world)
    still = {**asked, "body": {"act": "ask"}}  # without a reason nothing is asked
    assert "bad, declared ok" in judged(Row(answers={"waiting": "*: ok"}, **still), "waiting", "moderator", world)


def test_files_of_rows_are_found() -> None:
    assert {path.stem for path in Path(__file__).parent.glob("rows_*.py")} == set(FILES)
