"""Making and changing people."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from kracht.foundation.accounts.models import User, normalise_email
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.kernel import text

LONGEST_NAME = 100
LONGEST_ADDRESS = 254


@transaction.atomic
def create_person(
    *, email: str, name: str, by: Actor, at: datetime, password: str | None = None, language: str = "nl"
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
        address, password, joined_at=at, name=text.clean(name, LONGEST_NAME), language=language
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


def forget_sessions(*, at: datetime) -> int:
    """Drop sessions that are over; returns how many went."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]
