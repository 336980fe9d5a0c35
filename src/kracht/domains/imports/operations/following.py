"""Sources that are followed: asked when due, brought in when all is well, left for a person when it is not."""

import hashlib
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from kracht.domains.imports import rules
from kracht.domains.imports.facts import KEEP_FILES_DAYS, MOST_FAILURES, WORKING, Every, RunState
from kracht.domains.imports.models import Piece, Run, Source, Visit
from kracht.domains.imports.operations import applying, checking, starting
from kracht.domains.imports.operations.starting import Fetched, Incoming
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.notify import operations as notify
from kracht.foundation.notify.rules import absolute
from kracht.kernel import http

FOLLOW = "imports.follow"


@transaction.atomic
def schedule(
    *,
    source: Source,
    url: str,
    every: str,
    by: Actor,
    user: User | None,
    moderator: bool,
    at: datetime,
    first: datetime | None = None,
) -> None:
    """Follow an address from `first` on (now), or stop; only moderators do, since what comes in goes in by itself."""
    if not moderator:
        raise PermissionDenied(_("Only moderators can do this."))
    if every not in Every.values:
        raise ValidationError({"every": _("Choose how often.")})
    if every:
        try:
            http.check_url(url)
        except http.RefusedError:
            raise ValidationError(
                {"url": _("Write the address as in your browser, such as www.voorbeeld.nl.")}
            ) from None
        if not source.mapping.get("columns", {}).get("name"):
            raise ValidationError(
                {"url": _("First bring one file of this source in by hand, so that its columns are known.")}
            )
    changed = source.url != url
    source.url, source.every, source.responsible = url, every, user
    source.next_at = (first or at) if every else None
    if changed:
        source.etag = source.last_modified = source.digest = ""
    source.save(update_fields=["url", "every", "responsible", "next_at", "etag", "last_modified", "digest"])
    audit.record(by=by, verb="import.follow", target=("source", source.name), at=at, data={"every": every})


def defer_due(*, at: datetime) -> int:
    """Have the worker ask every source that is due; returns how many."""
    with transaction.atomic():
        due = list(Source.objects.select_for_update(skip_locked=True).filter(next_at__lte=at).exclude(every="")[:100])
        for source in due:
            source.next_at = rules.next_visit(source.every, at)
            app.configure_task(FOLLOW).defer(source_id=source.pk)
        Source.objects.bulk_update(due, ["next_at"])
    return len(due)


def follow(*, source_id: int, by: Actor, at: datetime) -> Visit | None:
    """Ask a source once: a file that is new is tried, and brought in unless a person must look."""
    source = Source.objects.select_related("responsible").filter(pk=source_id).exclude(url="").first()
    if source is None:
        return None
    with translation.override("nl"):
        try:
            found = starting.fetch(
                url=source.url,
                etag=source.etag,
                last_modified=source.last_modified,
                seconds=starting.IN_BACKGROUND,
            )
            digest = hashlib.sha256(b"".join(found.chunks)).hexdigest() if found.changed else source.digest
            if not found.changed or digest == source.digest:
                return _note(source, at, ok=True, said=_("Nothing new."))
            return bring_in(source, found, digest, by, at)
        except ValidationError as error:
            return _failed(source, " ".join(error.messages), at)


def bring_in(source: Source, found: Fetched, digest: str, by: Actor, at: datetime) -> Visit:
    """Try the file, and bring it in when nothing speaks against it."""
    if Run.objects.filter(source=source, state__in=WORKING).exists():
        return _note(source, at, ok=True, said=_("Another file of this source is being worked on; later again."))
    file = Incoming(starting.name_of(found.url), found.chunks, url=source.url, format=source.format, whole=True)
    with transaction.atomic():
        run = starting.receive(source=source, file=file, by=by, user=source.responsible, at=at)
        run.state = RunState.CHECKING
        run.save(update_fields=["state"])
    checking.check(run_id=run.pk, by=by, at=at)
    run.refresh_from_db()
    if run.state != RunState.CHECKED:
        return _failed(source, run.said or _("The file could not be tried."), at, run)
    counts = run.counts
    source.etag, source.last_modified, source.digest = found.etag, found.last_modified, digest
    source.save(update_fields=["etag", "last_modified", "digest"])
    if rules.asks_a_human(vanished=counts.get("removed", 0), known=counts.get("known", 0)):
        said = _("%(n)d of %(known)d records vanished at once. Nothing was brought in: a person must look.") % {
            "n": counts["removed"],
            "known": counts["known"],
        }
        visit = _note(source, at, ok=False, changed=True, said=said, run=run)
        _tell(source, visit)
        return visit
    Run.objects.filter(pk=run.pk).update(state=RunState.APPLYING)
    applying.apply(run_id=run.pk, by=by, at=at)
    run.refresh_from_db()
    done = run.counts.get("applied", {})
    said = _("%(new)d new, %(changed)d changed, %(gone)d gone, %(conflict)d conflicts, %(refused)d refused.") % {
        "new": done.get("created", 0),
        "changed": done.get("changed", 0) + done.get("restored", 0),
        "gone": done.get("removed", 0),
        "conflict": done.get("conflict", 0),
        "refused": run.counts.get("refused", 0),
    }
    return _note(source, at, ok=True, changed=True, said=said, run=run)


def _note(
    source: Source, at: datetime, *, ok: bool, changed: bool = False, said: str = "", run: Run | None = None
) -> Visit:
    return Visit.objects.create(source=source, at=at, ok=ok, changed=changed, said=said[:300], run=run)


def note_failure(source: Source, at: datetime) -> Visit:
    """Note that a source did not answer."""
    with translation.override("nl"):
        said = _("The file could not be read from this address. Look whether it opens in a browser, and try again.")
    return _failed(source, said, at)


def _failed(source: Source, said: str, at: datetime, run: Run | None = None) -> Visit:
    """Note a failure; at the third in a row the one responsible gets a mail."""
    visit = _note(source, at, ok=False, said=said, run=run)
    last = list(source.visits.order_by("-id").values_list("ok", flat=True)[: MOST_FAILURES + 1])
    if len(last) >= MOST_FAILURES and not any(last[:MOST_FAILURES]) and (len(last) == MOST_FAILURES or last[-1]):
        _tell(source, visit)
    return visit


def _tell(source: Source, visit: Visit) -> None:
    if source.responsible is None or not source.responsible.is_active:
        return
    context = {"source": source.title, "said": visit.said, "url": absolute(reverse("imports:health"))}
    notify.tell(to=source.responsible, kind="imports/trouble", at=visit.at, context=context)


@transaction.atomic
def tidy(*, at: datetime) -> int:
    """Forget files of a month ago, and runs that nobody finished; returns how many runs went."""
    before = at - timedelta(days=KEEP_FILES_DAYS)
    Piece.objects.filter(run__created_at__lt=before).exclude(run__state__in=WORKING).delete()
    left = [RunState.MAPPING, RunState.CHECKED, RunState.FAILED, RunState.CANCELLED]
    gone, _per_table = Run.objects.filter(created_at__lt=before, state__in=left).delete()
    return gone
