"""A restored backup brings nobody back: with a real pg_dump and pg_restore, and by the list alone."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection

from kracht.domains.initiatives.models import Submission
from kracht.domains.initiatives.operations import entering
from kracht.domains.initiatives.tests.factories import SOURCE, values
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import LONG_AGO, UserFactory
from kracht.kernel import clock
from kracht.surfaces.mydata import jobs, log, operations, queries
from kracht.surfaces.mydata.models import Mark

ROOT = Path(__file__).resolve().parents[5]
ADDRESS = "anna@planten.example"


@pytest.fixture
def anna(db: None) -> User:
    return UserFactory(email=ADDRESS, name="Anna Terug")


def come_back(user: User, *, lines: int = 0) -> None:
    """As a backup of before the erasure would have it."""
    User.objects.filter(pk=user.pk).update(email=ADDRESS, name="Anna Terug", is_active=True, joined_at=LONG_AGO)
    Mark.objects.update(lines=lines)


def test_who_comes_back_is_erased_again(anna: User, bob: User) -> None:
    operations.erase(user=anna, choices={}, language="nl", at=clock.now())
    assert operations.reapply(at=clock.now()) == 0, "nothing to do as long as nobody came back"
    come_back(anna)
    jobs.reapply(timestamp=0)
    assert not User.objects.get(pk=anna.pk).is_active
    assert User.objects.get(pk=bob.pk).is_active
    assert operations.reapply(at=clock.now()) == 0


def test_the_command_says_what_it_did(anna: User, capsys: pytest.CaptureFixture[str]) -> None:
    operations.erase(user=anna, choices={}, language="nl", at=clock.now())
    come_back(anna)
    call_command("reapply_erasures")
    call_command("reapply_erasures")
    assert capsys.readouterr().out.splitlines() == [
        "1 erasures were carried out again.", "Nobody had to be erased again.",
    ]  # fmt: skip


def test_nobody_is_erased_by_number_alone(anna: User, bob: User) -> None:
    """After a restore numbers are given out again: somebody else may have the number, or the address."""
    operations.erase(user=anna, choices={}, language="nl", at=clock.now())
    User.objects.filter(pk=anna.pk).update(email="ander@planten.example", is_active=True, joined_at=LONG_AGO)
    newcomer = UserFactory(email=ADDRESS, joined_at=clock.now() + timedelta(minutes=1))
    Mark.objects.update(lines=0)
    operations.reapply(at=clock.now())
    assert User.objects.get(pk=anna.pk).is_active
    assert User.objects.get(pk=newcomer.pk).is_active


def test_someone_without_an_account_does_not_come_back(db: None) -> None:
    def send_in() -> None:
        told = values("Kas")
        entering.submit(values=told, email=ADDRESS, once_key="k", language="nl", by=SOURCE, at=clock.now())

    send_in()
    operations.erase(user=queries.someone(ADDRESS), choices={}, language="nl", at=clock.now())
    assert not Submission.objects.exists()
    send_in()
    Mark.objects.update(lines=0)
    operations.reapply(at=clock.now())
    assert not Submission.objects.exists()


def test_the_list_tells_nothing_and_survives_a_torn_line(anna: User, bob: User) -> None:
    operations.erase(user=anna, choices={}, language="nl", at=clock.now())
    text = log.path().read_text()
    assert ADDRESS not in text
    assert "Anna" not in text
    assert log.path().stat().st_mode & 0o777 == 0o600
    with log.path().open("a") as file:
        file.write('{"at": "2026-11-2')  # the power went
    _key, lines = log.read()
    assert [line.number for line in lines] == [anna.pk]
    operations.erase(user=bob, choices={}, language="nl", at=clock.now())
    assert [line.number for line in log.read()[1]] == [anna.pk, bob.pk]


def test_without_the_list_nobody_is_erased(anna: User) -> None:
    """Rather nothing than an erasure that a backup undoes."""
    log.path().mkdir(parents=True)
    with pytest.raises(ValidationError):
        operations.erase(user=anna, choices={}, language="nl", at=clock.now())
    assert User.objects.get(pk=anna.pk).email == ADDRESS


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_real_backup_of_before_brings_nobody_back(tmp_path: Path) -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    from pg import find_programs

    programs, _major = find_programs()
    told = connection.settings_dict
    server = ["-h", str(told["HOST"]), "-U", str(told["USER"] or "postgres")]
    env = {**os.environ, "PGPASSWORD": str(told["PASSWORD"] or "")} | (
        {"PGPORT": str(told["PORT"])} if told["PORT"] else {}
    )
    anna = UserFactory(email=ADDRESS, name="Anna Terug")
    dump, copy = tmp_path / "kracht.dump", f"{told['NAME']}_back"
    subprocess.run([programs / "pg_dump", *server, "-Fc", "-f", dump, str(told["NAME"])], check=True, env=env)
    operations.erase(user=anna, choices={}, language="nl", at=clock.now())
    where = {"host": told["HOST"], "user": told["USER"] or "postgres", "password": told["PASSWORD"]}
    if told["PORT"]:
        where["port"] = told["PORT"]
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as admin:
        admin.execute(f'CREATE DATABASE "{copy}"')
    try:
        subprocess.run([programs / "pg_restore", *server, "--no-owner", "-d", copy, dump], check=True, env=env)
        with psycopg.connect(dbname=copy, autocommit=True, **where) as db:
            assert db.execute("SELECT name FROM accounts_user WHERE email = %s", [ADDRESS]).fetchall(), "she is back"
        url = f"postgresql:///{copy}?host={told['HOST']}&user={where['user']}"
        again = {
            **env, "KRACHT_MODE": "demo", "DATABASE_URL": url, "KRACHT_MEDIA": str(django_settings.MEDIA_ROOT),
            "PYTHONPATH": str(ROOT / "src"),
        }  # fmt: skip
        told_us = subprocess.run(
            [sys.executable, ROOT / "manage.py", "reapply_erasures"],
            check=True,
            env=again,
            capture_output=True,
            text=True,
        )
        assert told_us.stdout.startswith("1 erasures")
        with psycopg.connect(dbname=copy, autocommit=True, **where) as db:
            rows = db.execute("SELECT email, name, is_active FROM accounts_user").fetchall()
            assert rows == [(f"erased-{anna.pk}@erased.invalid", "", False)]
    finally:
        with psycopg.connect(dbname="postgres", autocommit=True, **where) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')


def test_a_line_is_what_the_manual_says(anna: User) -> None:
    operations.erase(user=anna, choices={}, language="nl", at=clock.now())
    first, second = (json.loads(line) for line in log.path().read_text().splitlines())
    assert set(first) == {"key"}
    assert set(second) == {"at", "number", "who"}
