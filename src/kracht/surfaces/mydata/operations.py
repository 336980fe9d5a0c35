"""Making the download, mailing the link that proves an address, and erasing; also again after a restored backup."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from procrastinate.contrib.django import app

from kracht.domains.initiatives.operations import owning as entries
from kracht.foundation.accounts.queries import User, by_email
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import VISITOR, Actor, Program
from kracht.foundation.notify import operations as notify
from kracht.foundation.notify.rules import absolute, language_of
from kracht.surfaces.mydata import export, log, queries
from kracht.surfaces.mydata.facts import DOWNLOAD_LIVES, LARGE, LINK_LIVES, MANY_PICTURES, WITHDRAW, Erased
from kracht.surfaces.mydata.models import Door, Download, Mark

JOB = "mydata.make"
AGAIN = Program("mydata.reapply")


@transaction.atomic
def ask_download(*, user: User, language: str, at: datetime) -> bool:
    """Make the file at once, or have it made when it is large; returns whether it is there now.

    Files asked for before go: each is the newest, and one a person is kept.
    """
    Download.objects.filter(user_id=user.pk).delete()
    language = language_of(language)
    audit.record(by=user, verb="data asked", target=user, at=at)
    with translation.override(language):
        found = queries.gathered(user)
    row = Download.objects.create(user=user, language=language, asked_at=at, ends_at=at + DOWNLOAD_LIVES)
    if found.count > LARGE or len(found.parts.get("media", {})) > MANY_PICTURES:
        app.configure_task(JOB).defer(number=row.pk)
        return False
    row.file = export.made(user, language=language, at=at, found=found)
    row.save(update_fields=["file"])
    return True


@transaction.atomic
def make_download(*, number: int, at: datetime) -> bool:
    """Make a file that waits, and mail that it is there; False when there is nothing (more) to make."""
    row = Download.objects.select_for_update().select_related("user").filter(pk=number, file=b"").first()
    if row is None or not row.user.is_active:
        return False
    row.file = export.made(row.user, language=row.language, at=at)
    row.save(update_fields=["file"])
    with translation.override(row.language):
        link = absolute(reverse("mydata:home"))
    notify.tell(
        to=row.user, kind="mydata/ready", at=at, context={"link": link, "until": row.ends_at}, once_key=f"data {number}"
    )
    return True


@transaction.atomic
def send_link(*, address: str, language: str, at: datetime) -> None:
    """Mail a link to an address of which something is known; for one of which nothing is known, nothing happens.

    Who has an account with a password or a passkey is sent there: a mailbox alone must not open it.
    """
    user = by_email(address)
    if user is not None and queries.can_prove(user):
        with translation.override(language):
            link = absolute(reverse("mydata:home"))
        notify.tell(to=user, kind="mydata/account", at=at, context={"link": link})
        return
    person = user or queries.someone(address)
    if not queries.gathered(person).count:
        return
    token = secrets.token_urlsafe(32)
    Door.objects.filter(address=person.email).delete()
    Door.objects.create(token_hash=queries.token_hash(token), address=person.email, made_at=at, ends_at=at + LINK_LIVES)
    with translation.override(language_of(user.language if user else language)):
        link = absolute(reverse("mydata:door", args=[token]))
    notify.tell(to=user or person.email, kind="mydata/link", at=at, context={"link": link}, language=language)


@transaction.atomic
def erase(*, user: User, choices: Mapping[int, str], language: str, at: datetime) -> Erased:
    """Erase a person who asked for it and proved who it is; `choices` says per own entry to leave or to withdraw it.

    The list of erasures is written last, on the disk itself: who is in it is erased, if need be again.
    """
    by: Actor = user if user.pk else VISITOR
    for key, choice in choices.items():
        if choice == WITHDRAW:
            entries.take_off(key=key, by=user, at=at)
    mark, _fresh = Mark.objects.get_or_create(pk=1)
    mark = Mark.objects.select_for_update().get(pk=mark.pk)
    done = _erase(user, by=by, at=at)
    notify.tell(to=user.email, kind="mydata/farewell", at=at, context={"kept": done.kept}, language=language)
    try:
        mark.lines = log.append(number=user.pk, address=user.email, at=at)
    except OSError as problem:
        raise ValidationError("The list of erasures cannot be written.") from problem
    mark.save(update_fields=["lines"])
    return done


def _erase(user: User, *, by: Actor, at: datetime) -> Erased:
    kept = [one for keeper in queries.keepers() for one in keeper.erase(user=user, by=by, at=at)]
    if user.pk:
        audit.record(by=by, verb="person erased", target=user, at=at)
    return Erased(tuple(kept))


@transaction.atomic
def reapply(*, at: datetime) -> int:
    """Erase again everyone in the list whom this database does not know to be erased: after a restored backup.

    Nobody is erased by number alone: number and address must agree, and the account must be older than the erasure.
    Returns how many lines were carried out.
    """
    mark, _fresh = Mark.objects.get_or_create(pk=1)
    mark = Mark.objects.select_for_update().get(pk=mark.pk)
    key, lines = log.read()
    waiting = lines[mark.lines :]
    if not waiting:
        return 0
    addresses = log.hashes(key, queries.known_addresses())
    for line in waiting:
        if address := addresses.get(line.who):
            _again(line, address, at)
    mark.lines = len(lines)
    mark.save(update_fields=["lines"])
    audit.record(by=AGAIN, verb="erased again", target=("mydata", "list"), at=at, data={"lines": len(waiting)})
    return len(waiting)


def _again(line: log.Line, address: str, at: datetime) -> None:
    user = User.objects.filter(pk=line.number, email=address, joined_at__lt=line.at).first() if line.number else None
    if user is not None:
        _erase(user, by=AGAIN, at=at)
    elif by_email(address) is None:
        _erase(queries.someone(address), by=AGAIN, at=at)


def remove_past(*, at: datetime) -> int:
    """Remove files and links that are too old; returns how many."""
    files, _tables = Download.objects.filter(ends_at__lte=at).delete()
    doors, _tables = Door.objects.filter(ends_at__lte=at).delete()
    return files + doors
