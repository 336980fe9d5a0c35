"""The questionnaire of one initiative-year: start, save as you go, evidence, send in."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kracht.domains.value.facts import MOST_EVIDENCE, MOST_EVIDENCE_BYTES, State
from kracht.domains.value.models import Appraisal, Evidence
from kracht.domains.value.queries import answering as queries
from kracht.domains.value.queries import values as sets
from kracht.domains.value.rules import computing, permissions
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.kernel import text

FIRST_YEAR = 2015
LONGEST_ANSWER = 2000
MOST_ANSWERS = 200
MAGIC = {"pdf": (b"%PDF-",), "png": (b"\x89PNG\r\n\x1a\n",), "jpg": (b"\xff\xd8\xff",)}


@transaction.atomic
def start(*, initiative_id: int, year: int, owner: bool, by: Actor, at: datetime) -> Appraisal:
    """Open the questionnaire of a year; a second time gives what is there."""
    permissions.check_can_answer(owner=owner)
    if not FIRST_YEAR <= year <= at.year:
        raise ValidationError(
            _("Choose a year from %(first)d to %(last)d."), params={"first": FIRST_YEAR, "last": at.year}
        )
    version = sets.current()
    if version is None:
        raise ValidationError(_("There is no published value set yet, so nothing can be computed."))
    row, new = Appraisal.objects.get_or_create(
        initiative_id=initiative_id,
        year=year,
        defaults={"value_set": version, "started_by": by.audit_key, "started_at": at, "saved_at": at},
    )
    if new:
        audit.record(by=by, verb="value started", target=row, at=at, data={"year": year})
    return row


@transaction.atomic
def save(
    *,
    number: int,
    typed: Mapping[str, Any],
    owner: bool,
    by: Actor,
    at: datetime,
    seen: int | None = None,
    page: str = "",
    by_itself: bool = False,
) -> Appraisal:
    """Keep what was typed, right or wrong; only the given fields change. `seen` is the version the page showed.

    `page` marks the page; what it saves by itself (`by_itself`) never overwrites what came later.
    """
    permissions.check_can_answer(owner=owner)
    row = locked(number)
    permissions.check_is_open(row)
    permissions.check_version(row, seen, page="" if by_itself else page)
    row.answers = {**row.answers, **tidy(typed), permissions.PAGE: page[:40]}
    if len(row.answers) > MOST_ANSWERS:
        raise ValidationError(_("This is too much to keep."))
    row.version += 1
    row.saved_at = at
    row.save(update_fields=["answers", "version", "saved_at"])
    return row


def tidy(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers as they may be kept: texts without invisible characters, of a bounded length."""
    found: dict[str, Any] = {}
    for name, value in typed.items():
        if isinstance(value, list | tuple):
            found[name] = [text.clean(str(one)[:100], 100) for one in value[:40]]
        else:
            found[name] = text.clean(str(value)[: 2 * LONGEST_ANSWER], 2 * LONGEST_ANSWER, lines=True)[:LONGEST_ANSWER]
    return found


@transaction.atomic
def attach(*, number: int, name: str, content: bytes, owner: bool, by: Actor, at: datetime) -> Evidence:
    """Keep a file that shows how one knows, with its fingerprint. The same file twice is one."""
    permissions.check_can_answer(owner=owner)
    row = locked(number)
    permissions.check_is_open(row)
    if not content:
        raise ValidationError(_("This file is empty."))
    if len(content) > MOST_EVIDENCE_BYTES:
        raise ValidationError(
            _("A file can be at most %(size)d MB."), params={"size": MOST_EVIDENCE_BYTES // 1_000_000}
        )
    kind = _kind(name, content)
    fingerprint = hashlib.sha256(content).hexdigest()
    known = Evidence.objects.filter(appraisal=row, sha256=fingerprint).first()
    if known:
        return known
    if row.evidence.count() >= MOST_EVIDENCE:
        raise ValidationError(_("At most %(most)d files. Remove one first."), params={"most": MOST_EVIDENCE})
    made = Evidence.objects.create(
        appraisal=row,
        name=text.clean(name[-150:], 150) or "bestand",
        kind=kind,
        size=len(content),
        sha256=fingerprint,
        content=content,
        added_by=by.audit_key,
        added_at=at,
    )
    audit.record(by=by, verb="evidence added", target=row, at=at, data={"sha256": fingerprint})
    return made


def _kind(name: str, content: bytes) -> str:
    """Return the kind of file: known by its first bytes; a table or text must be text."""
    ending = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    for kind, starts in MAGIC.items():
        if content.startswith(starts):
            return kind
    if ending in {"csv", "txt"}:
        try:
            if "\x00" not in content.decode():
                return ending
        except UnicodeDecodeError:
            pass
    raise ValidationError(_("Choose a PDF, a picture (PNG, JPEG) or a table or text (CSV, TXT)."))


@transaction.atomic
def detach(*, number: int, evidence: int, owner: bool, by: Actor, at: datetime) -> None:
    """Remove a file. Gone already is fine."""
    permissions.check_can_answer(owner=owner)
    row = locked(number)
    permissions.check_is_open(row)
    found = Evidence.objects.filter(appraisal=row, pk=evidence).defer("content").first()
    if found:
        audit.record(by=by, verb="evidence removed", target=row, at=at, data={"sha256": found.sha256})
        found.delete()


@transaction.atomic
def submit(*, number: int, owner: bool, by: Actor, at: datetime, demonstration: bool, seen: int | None = None) -> None:
    """Send the figures in. ValidationError while anything is missing or cannot be computed.

    `demonstration` says whether values for demonstration only may be used on this site.
    """
    permissions.check_can_answer(owner=owner)
    row = locked(number)
    permissions.check_is_open(row)
    permissions.check_version(row, seen)
    newest = sets.current()
    if newest is not None:
        row.value_set = newest
    ready = queries.worked_out(row, on=at.date())
    if ready.problems:
        raise ValidationError(_("Some answers are still missing or cannot be right."))
    permissions.check_demonstration(ready.demonstration, allowed=demonstration)
    computing.central(ready.inputs)
    row.state, row.submitted_by, row.submitted_at = State.SUBMITTED, by.audit_key, at
    row.save(update_fields=["state", "submitted_by", "submitted_at", "value_set"])
    audit.record(by=by, verb="value sent in", target=row, at=at)


def locked(number: int) -> Appraisal:
    """Return the row, locked; ValidationError when it is gone."""
    row = Appraisal.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise ValidationError(_("These figures do not exist (any more)."))
    return row
