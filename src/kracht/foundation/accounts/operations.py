"""Making and changing people."""

from collections.abc import Iterable
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kracht.foundation.accounts import wording
from kracht.foundation.accounts.models import SignedIn, User, normalise_email
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.kernel import text

LONGEST_NAME = 100
LONGEST_ADDRESS = 254


@transaction.atomic
def create_person(
    *,
    email: str,
    name: str,
    by: Actor,
    at: datetime,
    password: str | None = None,
    language: str = "nl",
    of_age: bool = False,
) -> User:
    """Make a person with a confirmed address, by a program or an administrator; a known address gives that person.

    ValidationError when the address is none. Without a password the way in is a code by mail.
    """
    address = normalise_email(email)
    validate_email(address)
    MaxLengthValidator(LONGEST_ADDRESS)(address)
    if known := User.objects.filter(email=address).first():
        return known
    user = User.objects.create_user(
        address,
        password,
        joined_at=at,
        name=text.clean(name, LONGEST_NAME),
        language=language,
        of_age_at=at if of_age else None,
    )
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    audit.record(by=by, verb="made", target=user, at=at)
    return user


@transaction.atomic
def change_profile(*, user: User, name: str, language: str, by: Actor, at: datetime) -> None:
    """Change how a person is called and written to; nothing is written when nothing differs."""
    if not name:
        raise ValidationError({"name": _("Fill in a name.")})
    changed = [field for field, value in (("name", name), ("language", language)) if getattr(user, field) != value]
    if not changed:
        return
    user.name, user.language = name, language
    user.save(update_fields=changed)
    audit.record(by=by, verb="changed", target=user, at=at, data={"fields": changed})


def note_sign_up(*, user: User, at: datetime) -> None:
    """Put in the trail that someone made an account."""
    audit.record(by=user, verb="signed up", target=user, at=at)


@transaction.atomic
def confirm_age(*, user: User, by: Actor, at: datetime) -> None:
    """Keep that this person says to be 16 or older; saying it again changes nothing."""
    if user.of_age_at is None:
        user.of_age_at = at
        user.save(update_fields=["of_age_at"])
        audit.record(by=by, verb="age confirmed", target=user, at=at)


def note_session(*, user: User, session_key: str, agent: str, on: date, at: datetime) -> None:
    """Keep that this person is signed in here, and that the session was used on this day. Twice is once."""
    device = {"browser": wording.browser_of(agent), "system": wording.system_of(agent)}
    try:
        with transaction.atomic():
            SignedIn.objects.update_or_create(
                session_id=session_key,
                defaults={"user": user, "seen_on": on, **device},
                create_defaults={"user": user, "seen_on": on, "since": at, **device},
            )
    except IntegrityError:  # the session ended, or another request noted it, at this same moment
        return


@transaction.atomic
def end_sessions(*, user: User, numbers: Iterable[int], by: Actor, at: datetime) -> int:
    """Sign this person out on these devices; returns on how many. Numbers of others are left alone."""
    wanted = [number for number in numbers if 0 < number < 2**62]
    rows = list(SignedIn.objects.filter(user=user, pk__in=wanted).values_list("session_id", flat=True))
    if rows:
        Session.objects.filter(session_key__in=rows).delete()
        audit.record(by=by, verb="signed out elsewhere", target=user, at=at, data={"devices": len(rows)})
    return len(rows)


def forget_sessions(*, at: datetime) -> int:
    """Drop sessions that are over; returns how many went."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]
