"""A run into the register, whole or not at all; and out of it again."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kracht.domains.imports import rules
from kracht.domains.imports.facts import Choice, RunState
from kracht.domains.imports.models import Progress, Row, Run
from kracht.domains.imports.operations import starting
from kracht.domains.imports.operations.checking import BATCH, record_of
from kracht.domains.imports.operations.progress import Stopped, Tracker
from kracht.domains.imports.queries import runs
from kracht.domains.initiatives.facts import Put, Verdict
from kracht.domains.initiatives.operations import sourcing, undoing
from kracht.domains.initiatives.operations.sourcing import Sender
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor

type Work = Callable[[Run, Tracker, Actor, datetime], None]
WRITES = Q(verdict__in=["created", "changed", "conflict", "restored"]) | Q(verdict="unchanged") & ~Q(takes={})


@transaction.atomic
def start(*, run: Run, by: Actor, moderator: bool, at: datetime, wait: bool = True) -> None:
    """Have the worker bring a tried file into the register. Without `wait` the caller does it at once."""
    locked = Run.objects.select_for_update().get(pk=run.pk)
    rules.check_can_apply(locked, moderator=moderator, busy=runs.busy(locked.source_id, but=locked.pk))
    _begin(locked, RunState.APPLYING, starting.APPLY if wait else "", by)
    audit.record(by=by, verb="import.start", target=locked, at=at)


@transaction.atomic
def ask(*, run: Run, by: Actor, at: datetime) -> None:
    """Send a tried file of an organisation to the moderators."""
    locked = Run.objects.select_for_update().get(pk=run.pk)
    rules.check_can_ask(locked)
    locked.state = RunState.ASKED
    locked.save(update_fields=["state"])
    audit.record(by=by, verb="import.ask", target=locked, at=at)


@transaction.atomic
def start_undo(*, run: Run, by: Actor, moderator: bool, at: datetime) -> None:
    """Have the worker take a whole run out of the register again."""
    locked = Run.objects.select_for_update().get(pk=run.pk)
    rules.check_can_undo(locked, moderator=moderator, busy=runs.busy(locked.source_id, but=locked.pk))
    _begin(locked, RunState.UNDOING, starting.UNDO, by)
    audit.record(by=by, verb="import.start_undo", target=locked, at=at)


def _begin(run: Run, state: RunState, task: str, by: Actor) -> None:
    run.state, run.said = state, ""
    run.save(update_fields=["state", "said"])
    Progress.objects.filter(run=run).update(done=0, total=0, stop=False)
    if task:
        starting.defer(task, run.pk, by)


@transaction.atomic
def choose(*, run: Run, choices: dict[int, tuple[str, int | None]], takes: dict[int, dict[str, str]]) -> int:
    """Keep what a person chose: per row (choice, number of the entry it is), and per row field → take or keep."""
    rows = list(Row.objects.filter(run=run, id__in={*choices, *takes}).select_for_update().order_by("id"))
    for row in rows:
        if row.pk in choices:
            row.choice, row.chosen_id = choices[row.pk]
        if row.pk in takes:
            row.takes = {**row.takes, **takes[row.pk]}
    Row.objects.bulk_update(rows, ["choice", "chosen_id", "takes"])
    return len(rows)


@transaction.atomic
def choose_rest(*, run: Run, choice: Choice) -> int:
    """Keep one choice for every likely duplicate that nobody chose about."""
    rest = Row.objects.filter(run=run, choice=Choice.OPEN).exclude(alike=[])
    return rest.update(choice=choice, chosen_id=None)


def apply(*, run_id: int, by: Actor, at: datetime) -> None:
    """Bring the file in, in one transaction. Begun again after a worker died; stopped, it leaves nothing."""
    _whole(run_id, RunState.APPLYING, _apply, by, at, (RunState.CHECKED, _("Stopped. Nothing was brought in.")))


def _whole(run_id: int, state: RunState, work: Work, by: Actor, at: datetime, stopped: tuple[RunState, str]) -> None:
    """Do the work of a run in this state, all of it or nothing; when somebody stops it, the run is as `stopped` says."""
    run = Run.objects.select_related("source").get(pk=run_id)
    if run.state != state:
        return
    with Tracker(run_id) as tracker:
        try:
            with transaction.atomic():
                work(run, tracker, by, at)
        except Stopped:
            Run.objects.filter(pk=run_id).update(state=stopped[0], said=stopped[1])
            Progress.objects.filter(run_id=run_id).update(stop=False)


def _apply(run: Run, tracker: Tracker, by: Actor, at: datetime) -> None:
    source = run.source
    sender = Sender(source.name, source.organisation_id, licence=source.licence)
    total = Row.objects.filter(WRITES, run=run).count()
    counts = Counter[str]()
    Row.objects.filter(run=run).update(outcome="", outcome_said="", trace=None)
    for rows in _batches(run, WRITES):
        _put(rows, sender, by, at, counts)
        tracker.tell(counts["rows"], total)
    for rows in _batches(
        run, Q(outcome="created") & ~Q(record__values__recipe="") & Q(record__values__has_key="recipe")
    ):
        _link(rows, sender, by, at)
    if run.whole:
        for rows in _batches(run, Q(verdict="removed")):
            gone = sourcing.remove_many(keys=[row.key for row in rows], source=source.name, by=by, at=at)
            _note(zip(rows, gone, strict=True))
            counts["removed"] += sum(one.verdict is Verdict.REMOVED for one in gone)
    run.state, run.applied_at = RunState.APPLIED, at
    run.counts = run.counts | {"applied": dict(counts)}
    run.save(update_fields=["state", "applied_at", "counts"])
    audit.record(by=by, verb="import.apply", target=run, at=at, data=dict(counts))


def _batches(run: Run, wanted: Q) -> Iterable[list[Row]]:
    """Rows of a run in their order, a thousand at a time."""
    rows = Row.objects.filter(wanted, run=run).order_by("id")
    while found := list(rows[:BATCH]):
        yield found
        rows = rows.filter(id__gt=found[-1].pk)


def _put(rows: Sequence[Row], sender: Sender, by: Actor, at: datetime, counts: Counter[str]) -> None:
    """Write a batch: first what stands alone, then what is the same as an earlier row of the file."""
    counts["rows"] += len(rows)
    ready = [row for row in rows if _goes_in(row)]
    left = [row for row in rows if not _goes_in(row)]
    for row in left:
        row.outcome = "left"
        row.outcome_said = (
            _("Left out, as you chose.") if row.choice == Choice.SKIP else _("Left out: nobody chose yet.")
        )
    twins = [row for row in ready if row.choice == Choice.SAME and row.chosen_id is None]
    alone = [row for row in ready if not (row.choice == Choice.SAME and row.chosen_id is None)]
    for group in (alone, twins):
        for row in group if group is twins else ():
            row.chosen_id = _of_twin(row)
        records = [record_of(row.key, row.record, row) for row in group]
        puts = sourcing.put_many(records=records, sender=sender, by=by, at=at) if records else []
        _note(zip(group, puts, strict=True))
        counts.update(str(put.verdict) for put in puts)
    counts["left"] += len(left)
    _note((row, None) for row in left)


def _link(rows: Sequence[Row], sender: Sender, by: Actor, at: datetime) -> None:
    """Let new entries follow the example of those that came later in the file."""
    records = [record_of(row.key, {**row.record, "values": {"recipe": row.record["values"]["recipe"]}}) for row in rows]
    sourcing.put_many(records=records, sender=sender, by=by, at=at)


def _goes_in(row: Row) -> bool:
    return row.choice != Choice.SKIP and not (row.alike and row.choice == Choice.OPEN)


def _of_twin(row: Row) -> int | None:
    """The entry that the earlier row of the same name became."""
    number = next((int(one["row"]) for one in row.alike if "row" in one), 0)
    return Row.objects.filter(run_id=row.run_id, number=number).values_list("initiative_id", flat=True).first()


def _note(pairs: Iterable[tuple[Row, Put | None]]) -> None:
    """Keep what became of each row, in one statement."""
    told: list[dict[str, object]] = []
    for row, put in pairs:
        said = row.outcome_said
        if put is not None:
            said = " ".join(problem.sentence for problem in put.problems)[:300]
        told.append(
            {
                "id": row.pk,
                "outcome": str(put.verdict) if put else row.outcome,
                "outcome_said": said,
                "initiative_id": put.initiative_id if put and put.initiative_id else row.initiative_id,
                "slug": put.slug if put and put.slug else row.slug,
                "trace": put.trace if put else None,
            }
        )
    _write(told)


def _write(told: list[dict[str, object]]) -> None:
    if not told:
        return
    with connection.cursor() as db:
        db.execute(
            "UPDATE imports_row AS r SET outcome = v.outcome, outcome_said = v.outcome_said,"
            " initiative_id = v.initiative_id, slug = v.slug, trace = v.trace"
            " FROM jsonb_populate_recordset(NULL::imports_row, %s::jsonb) AS v WHERE r.id = v.id",
            [json.dumps(told)],
        )


def undo(*, run_id: int, by: Actor, at: datetime) -> None:
    """Take a whole run out again, in one transaction; what was changed since stays, and its row says so."""
    _whole(run_id, RunState.UNDOING, _undo, by, at, (RunState.APPLIED, _("Stopped. Nothing was undone.")))


def _traced(run: Run, wanted: Q) -> Iterable[list[Row]]:
    """Rows of a run that wrote something, the last first, with no more of them than undoing needs."""
    rows = Row.objects.filter(wanted, run=run).order_by("-id").only("id", "trace", "initiative_id", "slug")
    while found := list(rows[: undoing.BATCH]):
        yield found
        rows = rows.filter(id__lt=found[-1].pk)


def _undo(run: Run, tracker: Tracker, by: Actor, at: datetime) -> None:
    wanted = Q(trace__isnull=False)
    total, done, kept = Row.objects.filter(wanted, run=run).count(), 0, 0
    for rows in _traced(run, wanted):
        traces = [row.trace for row in rows if row.trace]
        puts = undoing.take_back(traces=traces, source=run.source.name, by=by, at=at)
        told: list[dict[str, object]] = []
        for row, put in zip(rows, puts, strict=True):
            refused = put.verdict is Verdict.REFUSED
            kept += refused
            said = put.problems[0].sentence if refused else ""
            told.append(
                {"id": row.pk, "outcome": "stays" if refused else "undone", "outcome_said": said,
                 "initiative_id": row.initiative_id, "slug": row.slug, "trace": row.trace if refused else None}
            )  # fmt: skip
        _write(told)
        done += len(rows)
        tracker.tell(done, total)
    run.state, run.undone_at = RunState.UNDONE, at
    run.counts = run.counts | {"undone": done - kept, "stays": kept}
    run.save(update_fields=["state", "undone_at", "counts"])
    audit.record(by=by, verb="import.undo", target=run, at=at, data={"undone": done - kept, "stays": kept})
