"""Taking back what a source wrote, from the traces that `sourcing` left."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kracht.domains.initiatives.facts import FieldProblem, Put, Verdict
from kracht.domains.initiatives.models import Initiative, Owner, Provenance
from kracht.domains.initiatives.operations import sourcing, stitching
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor

type Trace = Mapping[str, Any]
BATCH = 5000


@transaction.atomic
def take_back(*, traces: Sequence[Trace], source: str, by: Actor, at: datetime) -> list[Put]:
    """Put every entry back as it was before its trace was made, in their order; at most BATCH at a time.

    New entries are removed whole. An entry that was changed since is left alone: refused, with a sentence.
    """
    if len(traces) > BATCH:
        raise ValueError(f"at most {BATCH} traces at a time")
    sourcing.wait_for(source)
    locked = Initiative.objects.filter(id__in=[trace["id"] for trace in traces]).select_for_update().order_by("id")
    rows = {row.pk: row for row in locked.only("id", "slug", "updated_at")}
    others = set(
        Provenance.objects.filter(initiative__in=rows).exclude(source=source).values_list("initiative_id", flat=True)
    )
    kept = set(Owner.objects.filter(initiative__in=rows).values_list("initiative_id", flat=True))
    bound = stitching.protected([trace["id"] for trace in traces if trace.get("created")])
    done, back, gone = [], [], []
    for trace in traces:
        row = rows.get(trace["id"])
        problem = _problem(trace, row, fed=trace["id"] in others, kept=trace["id"] in kept, bound=trace["id"] in bound)
        if problem:
            done.append(Put(trace["key"], Verdict.REFUSED, trace["id"], problems=(FieldProblem("", problem),)))
        elif trace.get("created"):
            gone.append(trace["id"])
            done.append(Put(trace["key"], Verdict.REMOVED, trace["id"]))
        else:
            back.append(trace)
            done.append(Put(trace["key"], Verdict.RESTORED, trace["id"], row.slug if row else ""))
    for wave in _waves(back):
        _put_back(wave, source)
    stitching.remove(gone)
    data = {"n": len(back) + len(gone)}
    audit.record(by=by, verb="initiative.take_back", target=("source", source), at=at, data=data)
    return done


def _problem(trace: Trace, row: Initiative | None, *, fed: bool, kept: bool, bound: bool) -> str:
    """Why an entry cannot be put back; empty when it can."""
    if row is None:
        return _("This entry no longer exists.")
    if row.updated_at != datetime.fromisoformat(trace["after"]):
        return _("This entry was changed after the import, so it stays as it is.")
    if kept and trace.get("created"):
        return _("Somebody keeps this entry by now, so it stays.")
    if bound and trace.get("created"):
        return _("The value of this entry was worked out by now, so it stays.")
    if fed and trace.get("created"):
        return _("Another source feeds this entry by now, so it stays.")
    return ""


def _waves(traces: Sequence[Trace]) -> list[list[Trace]]:
    """Traces in groups that hold each entry once, so that what was written to it last is put back first."""
    waves: list[dict[int, Trace]] = []
    for trace in traces:
        wave = next((one for one in waves if trace["id"] not in one), None)
        if wave is None:
            waves.append(wave := {})
        wave[trace["id"]] = trace
    return [list(wave.values()) for wave in waves]


def _put_back(traces: Sequence[Trace], source: str) -> None:
    stitching.restore([{"id": trace["id"]} | trace["row"] for trace in traces])
    stitching.rehang(
        {trace["id"]: trace["needs"] for trace in traces if "needs" in trace},
        {trace["id"]: trace["parties"] for trace in traces if "parties" in trace},
        replace=True,
    )
    Provenance.objects.filter(
        source=source, source_key__in=[trace["key"] for trace in traces if trace.get("provenance") is None]
    ).delete()
    stitching.save_provenance(
        [
            Provenance(
                initiative_id=trace["id"], source=source, source_key=trace["key"], **_moments(trace["provenance"])
            )
            for trace in traces
            if trace.get("provenance")
        ]
    )


def _moments(kept: Trace) -> dict[str, Any]:
    """Values of `stitching.kept` as a row takes them."""
    times = {name: kept[name] and datetime.fromisoformat(kept[name]) for name in ("moment", "written_at", "gone_at")}
    return {**kept, **times}
