"""The account itself: for the person's own download, and gone when the person goes.

The row of the user stays as an empty shell, so that what must be kept elsewhere (money, votes, the trail) still points
at somebody: at a number, without a name, an address or a way to sign in.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext as _

from kracht.foundation.accounts.models import SignedIn, User
from kracht.foundation.audit.facts import Actor, Kept
from kracht.kernel.plain import plain, rows

ACCOUNT = ("email", "name", "language", "joined_at", "of_age_at", "last_login", "is_active")


def gather(*, user: User) -> dict[str, list[dict[str, object]]]:
    """The account, its addresses, the ways to sign in and the devices where it is signed in."""
    keys = Authenticator.objects.filter(user_id=user.pk).order_by("pk")
    found = {
        _("Your account"): rows(User.objects.filter(pk=user.pk).values(*ACCOUNT)),
        _("Your e-mail addresses"): rows(
            EmailAddress.objects.filter(user_id=user.pk).order_by("pk").values("email", "verified", "primary")
        ),
        _("Second steps and passkeys"): [
            {
                "kind": str(key.get_type_display()),
                "name": str(key.data.get("name", "")),
                "created_at": plain(key.created_at),
                "last_used_at": plain(key.last_used_at),
            }
            for key in keys
        ],
        _("Where you are signed in"): rows(
            SignedIn.objects.filter(user_id=user.pk).order_by("pk").values("browser", "system", "since", "seen_on")
        ),
    }
    return {heading: records for heading, records in found.items() if records}


def erase(*, user: User, by: Actor, at: datetime) -> list[Kept]:
    """Empty the account; nobody can sign in with it any more, and its address is free for a new one."""
    Session.objects.filter(pk__in=SignedIn.objects.filter(user_id=user.pk).values("session_id")).delete()
    Authenticator.objects.filter(user_id=user.pk).delete()
    EmailAddress.objects.filter(Q(user_id=user.pk) | Q(email__iexact=user.email)).delete()
    User.objects.filter(pk=user.pk).update(
        email=shell_address(user.pk),
        name="",
        language="",
        password=make_password(None),
        is_active=False,
        is_superuser=False,
        last_login=None,
        of_age_at=None,
        joined_at=at,
    )
    return []


def shell_address(number: int) -> str:
    """What stands where the address was: no domain of that name can exist (RFC 2606)."""
    return f"erased-{number}@erased.invalid"
