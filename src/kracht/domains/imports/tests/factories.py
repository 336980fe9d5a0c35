"""A file on its way, for tests."""

from datetime import UTC, datetime

from kracht.domains.imports.facts import Mapping, RunState
from kracht.domains.imports.models import Run
from kracht.domains.imports.operations import applying, checking, starting
from kracht.foundation.audit.facts import Program

AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
BY = Program("test")


def received(body, *, title="Proefbron", filename="proef.csv", at=AT, **given):
    """A file that came in, its columns guessed."""
    source = starting.name_source(
        title=title, organisation_id=given.pop("organisation_id", None), by=BY, user=None, at=at
    )
    body = body.encode() if isinstance(body, str) else body
    chunks = [body[start : start + 70_000] for start in range(0, len(body), 70_000)]
    file = starting.Incoming(filename, chunks, **given)
    return starting.receive(source=source, file=file, by=BY, user=None, at=at)


def tried(body, *, mapping=None, at=AT, **given):
    """A file that was tried."""
    run = received(body, at=at, **given)
    plan = Mapping.of(run.mapping | (mapping or {}))
    starting.map_columns(run=run, mapping=plan, by=BY, at=at)
    checking.check(run_id=run.pk, by=BY, at=at)
    return Run.objects.get(pk=run.pk)


def applied(body, *, rest="", at=AT, **given):
    """A file that was brought in; `rest` is what is chosen for likely duplicates."""
    run = tried(body, at=at, **given)
    if rest:
        applying.choose_rest(run=run, choice=rest)
    bring_in(run, at=at)
    return Run.objects.get(pk=run.pk)


def bring_in(run, at=AT):
    """Do what the worker would do."""
    applying.start(run=run, by=BY, moderator=True, at=at)
    applying.apply(run_id=run.pk, by=BY, at=at)


def undone(run, at=AT):
    """Take it out again."""
    applying.start_undo(run=Run.objects.get(pk=run.pk), by=BY, moderator=True, at=at)
    applying.undo(run_id=run.pk, by=BY, at=at)
    found = Run.objects.get(pk=run.pk)
    assert found.state == RunState.UNDONE
    return found
