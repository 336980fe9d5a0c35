"""Taking pictures in, tying them to what shows them, and clearing away."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.media import drawing, shelf
from kracht.foundation.media.facts import LONGEST_ALT, LONGEST_CREDIT, PictureRefused, PictureView
from kracht.foundation.media.models import Picture
from kracht.foundation.media.queries import view
from kracht.kernel import text

LOOSE_FOR = timedelta(days=2)
PART = 500


def store(
    *,
    file: "File[bytes] | BinaryIO",
    by: Actor,
    at: datetime,
    alt: str = "",
    credit: str = "",
    licence: str = "CC-BY-4.0",
) -> PictureView:
    """Take in an uploaded picture: drawn anew in three widths, without its metadata; it is loose until `use`.

    PictureRefused (a sentence for the visitor) when the file is no picture we take, or cannot be kept right now.
    """
    try:
        words = text.clean(alt, LONGEST_ALT), text.clean(credit, LONGEST_CREDIT)
    except text.TextTooLong as long:
        raise PictureRefused(
            _("Describe the picture in at most %(limit)d characters.") % {"limit": long.limit}
        ) from None
    drawn = drawing.draw(file, _size(file))  # type: ignore[arg-type]  # Django's File reads like a binary file
    token = shelf.new_token()
    try:
        shelf.put(token, drawn.files)
    except OSError:
        raise PictureRefused(_("The picture could not be kept just now. Try again in a while.")) from None
    with transaction.atomic():
        row = Picture.objects.create(
            token=token,
            alt=words[0],
            credit=words[1],
            licence=licence[:60],
            width=drawn.width,
            height=drawn.height,
            widths=drawn.widths,
            sha256=drawn.sha256,
            created_at=at,
        )
        audit.record(by=by, verb="stored", target=row, at=at)
    return view(row)


def _size(file: "File[bytes] | BinaryIO") -> int:
    """Bytes in the file; what is not a Django file is measured by its end."""
    if isinstance(file, File):
        return int(file.size)
    end = file.seek(0, 2)
    file.seek(0)
    return end


@transaction.atomic
def use(*, ids: Iterable[int], owner: str, by: Actor, at: datetime) -> None:
    """Tie these pictures, and no others, to their owner ("initiative:12"); the owner's former ones become loose.

    ValidationError when a picture is gone or belongs to another owner. Twice is once.
    """
    wanted = set(ids)
    rows = list(Picture.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    if len(rows) < len(wanted):
        raise ValidationError(_("A picture was not used in time and is gone. Choose it again."))
    if any(row.owner_key not in {"", owner} for row in rows):
        raise ValidationError(_("A picture belongs to another entry. Upload it here again."))
    former = Picture.objects.filter(owner_key=owner).exclude(pk__in=wanted)
    dropped = former.update(owner_key="", state=Picture.State.LOOSE, created_at=at)
    fresh = [row.pk for row in rows if row.owner_key != owner]
    Picture.objects.filter(pk__in=fresh).update(owner_key=owner, state=Picture.State.USED)
    if dropped or fresh:
        data = {"owner": owner, "dropped": dropped, "pictures": fresh}
        audit.record(by=by, verb="pictures used", target=("media.owner", owner), at=at, data=data)


@transaction.atomic
def describe(*, number: int, alt: str, credit: str, by: Actor, at: datetime) -> None:
    """Change the words beside a picture."""
    row = Picture.objects.select_for_update().get(pk=number)
    row.alt, row.credit = text.clean(alt, LONGEST_ALT), text.clean(credit, LONGEST_CREDIT)
    row.save(update_fields=["alt", "credit"])
    audit.record(by=by, verb="described", target=row, at=at)


@transaction.atomic
def remove(*, owner: str, by: Actor, at: datetime) -> int:
    """Remove all pictures of one thing at once, files included; returns how many."""
    return _delete(list(Picture.objects.select_for_update().filter(owner_key=owner)), by=by, at=at)


@transaction.atomic
def hide(*, owner: str, by: Actor, at: datetime) -> int:
    """Serve the pictures of one thing no longer, for as long as it is not public; returns how many."""
    return _turn(owner, Picture.State.USED, Picture.State.HIDDEN, "hidden", by=by, at=at)


@transaction.atomic
def show(*, owner: str, by: Actor, at: datetime) -> int:
    """Serve the hidden pictures of one thing again; returns how many."""
    return _turn(owner, Picture.State.HIDDEN, Picture.State.USED, "shown", by=by, at=at)


def _turn(owner: str, old: str, new: str, verb: str, *, by: Actor, at: datetime) -> int:
    rows = list(Picture.objects.select_for_update().filter(owner_key=owner, state=old))
    move = shelf.hide if new == Picture.State.HIDDEN else shelf.show
    for row in rows:
        transaction.on_commit(partial(move, row.token))
    Picture.objects.filter(pk__in=[row.pk for row in rows]).update(state=new)
    if rows:
        audit.record(by=by, verb=f"pictures {verb}", target=("media.owner", owner), at=at, data={"n": len(rows)})
    return len(rows)


def set_right() -> int:
    """Move the files of pictures whose state was changed by a process that died before it moved them; how many."""
    moved = 0
    for token in Picture.objects.filter(state=Picture.State.HIDDEN).values_list("token", flat=True).iterator():
        if shelf.folder(token).is_dir():
            shelf.hide(token)
            moved += 1
    for token in shelf.hidden_tokens():
        if Picture.objects.filter(token=token, state=Picture.State.USED).exists():
            shelf.show(token)
            moved += 1
    return moved


@transaction.atomic
def remove_loose(*, ids: Iterable[int], by: Actor, at: datetime) -> int:
    """Remove those of these pictures that nothing uses, files included; returns how many."""
    loose = Picture.objects.select_for_update().filter(pk__in=list(ids), state=Picture.State.LOOSE)
    return _delete(list(loose), by=by, at=at)


def _delete(rows: list[Picture], *, by: Actor, at: datetime) -> int:
    for row in rows:
        audit.record(by=by, verb="removed", target=row, at=at)
        transaction.on_commit(partial(shelf.take_away, row.token))
    Picture.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def clear_away(*, by: Actor, at: datetime) -> int:
    """Remove pictures that were loose for two days, and folders that no row knows; returns how many went."""
    gone = 0
    while rows := list(Picture.objects.filter(state=Picture.State.LOOSE, created_at__lt=at - LOOSE_FOR)[:PART]):
        with transaction.atomic():
            locked = Picture.objects.select_for_update(skip_locked=True).filter(
                pk__in=[row.pk for row in rows], state=Picture.State.LOOSE
            )
            removed = _delete(list(locked), by=by, at=at)
        gone += removed
        if not removed:
            break
    return gone + _clear_folders(at)


def _clear_folders(at: datetime) -> int:
    """Folders left by a transaction that failed or a process that died."""
    gone = 0
    places = list(shelf.folders_before((at - LOOSE_FOR).timestamp()))
    for start in range(0, len(places), PART):
        part = {place.name: place for place in places[start : start + PART]}
        known = set(Picture.objects.filter(token__in=part).values_list("token", flat=True))
        for token, place in part.items():
            if token not in known:
                shelf.remove(place)
                gone += 1
    return gone
