"""What the pages of imports show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kracht.domains.imports.facts import WORKING, Choice, FileRefused, Mapping, Raw, RunState
from kracht.domains.imports.forms import FollowForm, MappingForm
from kracht.domains.imports.models import Row, Run, Source, Visit
from kracht.domains.imports.queries import runs, samples
from kracht.domains.imports.queries.runs import Viewer
from kracht.domains.imports.wording import LABELS
from kracht.domains.initiatives.queries.lookups import themes
from kracht.ui.parts import Figure, Invitation, Link, Pager

REASONS = {
    "name": gettext_lazy("the name is alike"),
    "near": gettext_lazy("it is nearby"),
    "website": gettext_lazy("the same website"),
    "contact": gettext_lazy("the same contact"),
    "file": gettext_lazy("the same name in this file"),
}
TAB_LABELS = {
    "created": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
    "conflict": gettext_lazy("conflicts"),
    "alike": gettext_lazy("likely duplicates"),
    "warning": gettext_lazy("remarks"),
    "refused": gettext_lazy("refused"),
    "removed": gettext_lazy("gone at the source"),
    "left": gettext_lazy("left out or kept"),
    "unchanged": gettext_lazy("unchanged"),
}


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in the list."""

    title: str
    source: str
    state: str
    label: str
    at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class IndexPage:
    """The runs, newest first."""

    runs: list[RunLine]
    health_url: str
    new_url: str
    invitation: Invitation | None


@dataclass(frozen=True, slots=True)
class Value:
    """One field of a record: what the register holds, and what the source says."""

    name: str
    label: str
    before: str
    after: str
    take: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry (or an earlier row) that a record may be a double of."""

    value: str
    name: str
    place: str
    url: str
    reasons: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class RowLine:
    """A record of a report."""

    id: int
    number: int
    key: str
    name: str
    url: str
    label: str
    summary: str
    place: str
    changes: list[Value]
    conflicts: list[Value]
    problems: list[tuple[str, str]]
    warnings: list[tuple[str, str]]
    candidates: list[Candidate]
    choice: str
    said: str


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run: what it is, where it stands, and what can be done."""

    key: int
    title: str
    source: str
    state: str
    label: str
    said: str
    filename: str
    size: str
    working: bool
    step: int
    steps: list[str]
    done: int
    total: int
    figures: list[Figure] = field(default_factory=list)
    tabs: list[Link] = field(default_factory=list)
    tab: str = ""
    rows: list[RowLine] = field(default_factory=list)
    pager: Pager | None = None
    undecided: int = 0
    may_apply: bool = False
    may_ask: bool = False
    may_undo: bool = False
    may_map: bool = False
    choosing: bool = False
    troubles: int = 0
    removed: int = 0


def index_page(viewer: Viewer) -> IndexPage:
    """Return the list of runs."""
    lines = [
        RunLine(row.filename, row.source.title, row.state, row.get_state_display(), row.created_at, _run_url(row))
        for row in runs.runs(viewer)
    ]
    new = reverse("imports:new")
    invitation = Invitation(
        title=_("Nothing was brought in yet"),
        text=_("Bring in a list of initiatives: a file from a spreadsheet, or an address on the web."),
        links=(Link(_("Bring in a file"), new, "plus"),),
    )
    return IndexPage(lines, reverse("imports:health"), new, None if lines else invitation)


def _run_url(run: Run) -> str:
    return reverse("imports:run", args=[run.pk])


def run_page(run: Run, viewer: Viewer, *, tab: str = "", after: int = 0) -> RunPage:
    """Return one run; `tab` is the part of the report that is looked at."""
    working = run.state in WORKING
    counts = {} if working or run.state == RunState.MAPPING else runs.tab_counts(run.pk)
    shown = [name for name in TAB_LABELS if counts.get(name)]
    tab = tab if tab in shown else next(iter([n for n in ("alike", "conflict") if n in shown] + shown), "")
    found, further = runs.rows(run.pk, tab, after=after) if tab else ([], None)
    open_ones = runs.undecided(run.pk) if counts.get("alike") else 0
    ready = run.state in {RunState.CHECKED, RunState.ASKED}
    changes = sum(counts.get(name, 0) for name in ("created", "changed", "conflict", "removed", "alike"))
    progress = getattr(run, "progress", None)
    url = _run_url(run)
    return RunPage(
        key=run.pk,
        title=run.filename,
        source=run.source.title,
        state=run.state,
        label=run.get_state_display(),
        said=run.said,
        filename=run.filename,
        size=_size(run.size),
        working=working,
        step=_step(run.state),
        steps=[_("Choose a file"), _("Name the columns"), _("Look at the trial"), _("Bring in")],
        done=progress.done if progress else 0,
        total=progress.total if progress else 0,
        figures=_figures(counts),
        tabs=[
            Link(
                f"{TAB_LABELS[name]} ({number_format(counts[name], force_grouping=True)})",
                f"{url}?tab={name}",
                current=name == tab,
            )
            for name in shown
        ],
        tab=tab,
        rows=[_line(row, found_themes=_theme_names()) for row in found],
        pager=Pager(older=f"{url}?tab={tab}&after={further}", summary="") if further else None,
        undecided=open_ones,
        may_apply=ready and viewer.moderator and changes > 0,
        may_ask=run.state == RunState.CHECKED and not viewer.moderator and changes > 0,
        may_undo=run.state == RunState.APPLIED and viewer.moderator and bool(run.counts.get("applied")),
        may_map=run.state in {RunState.CHECKED, RunState.FAILED, RunState.CANCELLED},
        choosing=ready and tab in {"alike", "conflict"},
        troubles=counts.get("refused", 0) + counts.get("warning", 0) + counts.get("left", 0),
        removed=counts.get("removed", 0),
    )


def _step(state: str) -> int:
    return {"mapping": 2, "checking": 3, "checked": 3, "asked": 3, "failed": 2, "cancelled": 2}.get(state, 4)


def _figures(counts: dict[str, int]) -> list[Figure]:
    wanted = ("created", "changed", "unchanged", "conflict", "alike", "refused", "removed")
    if not counts:
        return []
    return [
        Figure(label=str(TAB_LABELS[name]), value=number_format(counts[name], force_grouping=True))
        for name in wanted
        if counts[name] or name in {"created", "changed", "refused"}
    ]


def _size(size: int) -> str:
    if size >= 1_000_000:
        return _("%(n)s MB") % {"n": number_format(size / 1_000_000, 1)}
    return _("%(n)s kB") % {"n": number_format(max(1, round(size / 1000)))}


def _theme_names() -> dict[int, str]:
    language = get_language()
    return {key: theme.name(language) for key, theme in themes().items()}


def _is_gone(row: Row) -> bool:
    """Whether the entry that this row made was taken out again."""
    return row.outcome == "undone" and row.verdict == "created"


def _line(row: Row, found_themes: dict[int, str]) -> RowLine:
    values = row.record.get("values", {})
    place = values.get("place_name") or ""
    return RowLine(
        id=row.pk,
        number=row.number,
        key=row.key,
        name=row.name or _("(no name)"),
        url=reverse("site:entry", args=[row.slug]) if row.slug and not _is_gone(row) else "",
        label=str(TAB_LABELS.get(row.verdict, row.verdict)),
        summary=values.get("summary", ""),
        place=place,
        changes=[_value(one, {}, found_themes) for one in row.changes],
        conflicts=[_value(one, row.takes, found_themes) for one in row.conflicts],
        problems=[(str(LABELS.get(name, name)), said) for name, said in row.problems],
        warnings=[(name, said) for name, said in row.warnings],
        candidates=[_candidate(one, row) for one in row.alike],
        choice=row.choice,
        said=row.outcome_said,
    )


def _value(one: list[Any], takes: dict[str, str], found_themes: dict[int, str]) -> Value:
    name, before, after = one
    return Value(
        name, str(LABELS.get(name, name)), _readable(name, before, found_themes), _readable(name, after, found_themes),
        takes.get(name, ""),
    )  # fmt: skip


def _readable(name: str, value: Any, found_themes: dict[int, str]) -> str:
    if value in (None, "", [], {}):
        return "–"
    if name == "themes":
        return ", ".join(found_themes.get(key, str(key)) for key in value)
    if name == "place":
        return value.get("area") or f"{value.get('lat')}, {value.get('lon')}"
    if isinstance(value, list):
        return " · ".join(": ".join(str(x) for x in one if x) if isinstance(one, list) else str(one) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    said = str(value)
    return said if len(said) <= 400 else said[:399] + "…"


def _candidate(one: dict[str, Any], row: Row) -> Candidate:
    key = one.get("id")
    chosen = row.choice == Choice.SAME and row.chosen_id == key
    return Candidate(
        value=f"same-{key or 0}",
        name=one["name"],
        place=one.get("place") or (_("row %(n)d of this file") % {"n": one["row"]} if "row" in one else ""),
        url=reverse("site:entry", args=[one["slug"]]) if one.get("slug") else "",
        reasons=", ".join(str(REASONS.get(reason, reason)) for reason in one["reasons"]),
        chosen=chosen,
    )


@dataclass(frozen=True, slots=True)
class MapPage:
    """The columns of a file, to be named."""

    key: int
    title: str
    source: str
    steps: list[str]
    step: int
    form: MappingForm | None
    names: list[str]
    lines: list[list[str]]
    said: str


def map_page(run: Run, data: Any = None) -> MapPage:
    """Return the beginning of a file with the form that names its columns."""
    steps = [_("Choose a file"), _("Name the columns"), _("Look at the trial"), _("Bring in")]
    try:
        raws = samples.sample(run)
    except FileRefused as error:
        return MapPage(run.pk, run.filename, run.source.title, steps, 2, None, [], [], str(error))
    names = samples.columns(raws)[:12]
    lines = [_cells(raw, names) for raw in raws[: samples.SHOWN]]
    form = MappingForm(data, raws=raws, mapping=Mapping.of(run.mapping))
    return MapPage(run.pk, run.filename, run.source.title, steps, 2, form, names, lines, "")


def _cells(raw: Raw, names: list[str]) -> list[str]:
    return [" ".join((samples.shown([raw], name) or [""])[0].split()) for name in names]


@dataclass(frozen=True, slots=True)
class FollowLine:
    """A followed source: how it goes, and its history."""

    key: int
    title: str
    url: str
    every: str
    responsible: str
    next_at: datetime | None
    ok: bool
    last: Visit | None
    visits: list[tuple[Visit, str]]
    form: FollowForm


@dataclass(frozen=True, slots=True)
class HealthPage:
    """The sources, and how those that are followed do."""

    lines: list[FollowLine]
    invitation: Invitation | None


def health_page(viewer: Viewer, *, wrong: dict[int, FollowForm] | None = None) -> HealthPage:
    """Return the sources with what is known of their last visits."""
    wrong = wrong or {}
    lines = [_follow_line(row, visits, wrong.get(row.pk)) for row, visits in runs.followed(viewer)]
    known = {line.key for line in lines}
    rest = [_follow_line(row, [], wrong.get(row.pk)) for row in runs.sources(viewer) if row.pk not in known]
    invitation = Invitation(
        title=_("No sources yet"),
        text=_("Bring in one file first. After that its source can be followed by itself."),
        links=(Link(_("Bring in a file"), reverse("imports:new"), "plus"),),
    )
    return HealthPage(lines + rest, None if lines or rest else invitation)


def _follow_line(row: Source, visits: list[Visit], form: FollowForm | None) -> FollowLine:
    return FollowLine(
        key=row.pk,
        title=row.title,
        url=row.url,
        every=row.get_every_display() if row.every else "",
        responsible=row.responsible.get_username() if row.responsible_id and row.responsible else "",
        next_at=row.next_at,
        ok=bool(visits and visits[0].ok),
        last=visits[0] if visits else None,
        visits=[(one, reverse("imports:run", args=[one.run_id]) if one.run_id else "") for one in visits],
        form=form or FollowForm(initial={"url": row.url, "every": row.every}, prefix=f"s{row.pk}"),
    )


def trouble_lines(run: Run) -> Iterator[list[str]]:
    """Return the table of errors: row, key, name, column, what is wrong."""
    yield [_("Row"), _("Key"), _("Name"), _("Column"), _("What to know")]
    for row in runs.troubles(run.pk):
        said: Iterable[tuple[str, str]] = [
            *((str(LABELS.get(name, name)), sentence) for name, sentence in row.problems),
            *((name, sentence) for name, sentence in row.warnings),
            *([("", row.outcome_said)] if row.outcome_said else []),
        ]
        for column, sentence in said:
            yield [str(row.number), row.key, row.name, column, sentence]
