"""A file comes in: by upload, or from an address on the public internet."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from kracht.domains.imports import readers, rules
from kracht.domains.imports.facts import MOST_BYTES, WORKING, FileRefused, Mapping, RunState
from kracht.domains.imports.models import Piece, Progress, Run, Source
from kracht.domains.imports.operations.progress import Busy
from kracht.domains.imports.queries import samples
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.kernel import http, text

CHECK, APPLY, UNDO = "imports.check", "imports.apply", "imports.undo"
PIECE = 1_000_000
AT_ONCE, IN_BACKGROUND = 20.0, 120.0  # seconds that one fetch may take


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it comes in. `format` empty: to be guessed; `whole`: what is not in it is gone at the source."""

    filename: str
    chunks: Iterable[bytes]
    url: str = ""
    format: str = ""
    whole: bool = False


@dataclass(slots=True)
class Fetched:
    """What an address answered. `changed` is False when it says that nothing is new."""

    changed: bool
    chunks: list[bytes] = field(default_factory=list)
    etag: str = ""
    last_modified: str = ""
    url: str = ""


@transaction.atomic
def name_source(*, title: str, organisation_id: int | None, by: Actor, user: User | None, at: datetime) -> Source:
    """Return the source of this name and organisation, made when there is none yet."""
    base = text.slugify(title, 45) or "bron"
    name = f"{base}-o{organisation_id}" if organisation_id else base
    row, made = Source.objects.get_or_create(
        name=name,
        defaults={"title": title, "organisation_id": organisation_id, "responsible": user, "created_at": at},
    )
    if row.organisation_id != organisation_id:
        raise ValidationError(_("A source of this name belongs to somebody else. Choose another name."))
    if made:
        audit.record(by=by, verb="import.source", target=("source", row.name), at=at)
    return row


@transaction.atomic
def receive(*, source: Source, file: Incoming, by: Actor, user: User | None, at: datetime) -> Run:
    """Keep a file and look at its beginning; ValidationError with a sentence when it cannot be read."""
    run = Run.objects.create(
        source=source,
        format="",
        filename=text.clean(file.filename, 10_000)[:200] or "bestand",
        url=file.url,
        size=0,
        whole=file.whole,
        started_by=user,
        created_at=at,
    )
    Progress.objects.create(run=run)
    run.size = _keep(run, file.chunks)
    if not run.size:
        raise ValidationError(_("This file is empty."))
    head = bytes(Piece.objects.get(run=run, number=0).body)[:8000]
    run.format = file.format or (source.format if source.mapping else "") or readers.guess(run.filename, head)
    try:
        run.mapping = samples.mapping_for(run, source).as_json()
    except FileRefused as error:
        raise ValidationError(str(error)) from None
    run.save()
    audit.record(by=by, verb="import.receive", target=run, at=at, data={"size": run.size, "format": run.format})
    return run


def _keep(run: Run, chunks: Iterable[bytes]) -> int:
    """Store the file in pieces; returns its size."""
    size = number = 0
    held = b""
    for chunk in chunks:
        size += len(chunk)
        if size > MOST_BYTES:
            raise ValidationError(too_large())
        held += chunk
        while len(held) >= PIECE:
            Piece.objects.create(run=run, number=number, body=held[:PIECE])
            held, number = held[PIECE:], number + 1
    if held:
        Piece.objects.create(run=run, number=number, body=held)
    return size


def too_large() -> str:
    """Return the sentence for a file that is too large."""
    return _("This file is larger than %(most)d MB. Cut it into smaller files, or leave out columns.") % {
        "most": MOST_BYTES // 1_000_000
    }


def fetch(*, url: str, etag: str = "", last_modified: str = "", seconds: float = AT_ONCE) -> Fetched:
    """Get a file from the public internet, when it changed; ValidationError with a sentence when that fails."""
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in asked.items() if value}
    limits = http.Limits(size=MOST_BYTES, seconds=seconds)
    try:
        with http.stream(url, headers=headers, limits=limits, allow_loopback=settings.LOOPBACK_ALLOWED) as answer:
            if answer.status == 304:
                return Fetched(changed=False, etag=etag, last_modified=last_modified, url=answer.url)
            if answer.status != 200:
                raise ValidationError(
                    _("The server answered %(status)d instead of the file."), params={"status": answer.status}
                )
            chunks = list(answer)
            return Fetched(
                changed=True,
                chunks=chunks,
                etag=answer.headers.get("etag", "")[:300],
                last_modified=answer.headers.get("last-modified", "")[:100],
                url=answer.url,
            )
    except http.TooLargeError:
        raise ValidationError(too_large()) from None
    except http.FetchError as error:
        raise ValidationError(_fetch_sentence(error)) from None


def _fetch_sentence(error: http.FetchError) -> str:
    if isinstance(error, http.RefusedError):
        return _("This address is not read: it must begin with http:// or https:// and be on the public internet.")
    return _("The file could not be read from this address. Look whether it opens in a browser, and try again.")


def name_of(url: str) -> str:
    """Return a file name for what came from an address."""
    parts = urlsplit(url)
    return parts.path.rsplit("/", 1)[-1] or parts.hostname or "bestand"


@transaction.atomic
def map_columns(*, run: Run, mapping: Mapping, by: Actor, at: datetime, wait: bool = True) -> None:
    """Remember how the columns are read, also for the next file of the source, and have the worker try the file.

    Without `wait` the caller tries it at once.
    """
    locked = Run.objects.select_for_update().select_related("source").get(pk=run.pk)
    rules.check_can_map(locked)
    locked.mapping = mapping.as_json()
    locked.state, locked.said = RunState.CHECKING, ""
    locked.save(update_fields=["mapping", "state", "said"])
    source = locked.source
    source.mapping, source.format, source.licence = locked.mapping, locked.format, mapping.licence
    source.save(update_fields=["mapping", "format", "licence"])
    Progress.objects.filter(run=locked).update(done=0, total=0, stop=False)
    audit.record(by=by, verb="import.map", target=locked, at=at)
    if wait:
        defer(CHECK, locked.pk, by)


def defer(task: str, run_id: int, by: Actor) -> None:
    """Have the worker do it; part of the transaction at hand."""
    app.configure_task(task).defer(run_id=run_id, actor_key=by.audit_key)


@transaction.atomic
def ask_to_stop(*, run: Run, by: Actor, at: datetime) -> None:
    """Ask the worker to stop; it takes back what it did."""
    rules.check_can_stop(run)
    Progress.objects.filter(run_id=run.pk).update(stop=True)
    audit.record(by=by, verb="import.stop", target=run, at=at)


@contextmanager
def failing(run_id: int) -> Iterator[None]:
    """When the work fails in a way nobody foresaw: let the run say so, and the error go on to the log."""
    try:
        yield
    except Busy:
        raise
    except Exception:
        said = _("Something went wrong here, and nothing was changed. Try again; the log of the site says more.")
        Run.objects.filter(pk=run_id, state__in=WORKING).update(state=RunState.FAILED, said=said)
        raise
