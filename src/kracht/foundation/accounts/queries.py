"""Reading people. `User` is named here so that other apps can say whom they mean."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import HASH_SESSION_KEY

from kracht.foundation.accounts.facts import SignedInAt
from kracht.foundation.accounts.models import SignedIn, User, normalise_email

__all__ = [
    "User",
    "active_by_ids",
    "by_email",
    "by_ids",
    "has_verified_address",
    "names",
    "passkeys",
    "signed_in_at",
]


def by_email(email: str) -> User | None:
    """The active person with this address, however it is written."""
    if "\x00" in email:
        return None
    return User.objects.filter(email=normalise_email(email), is_active=True).first()


def active_by_ids(ids: Iterable[int]) -> list[User]:
    """Active people with these numbers, by number, each once."""
    return list(User.objects.filter(pk__in=list(ids), is_active=True).order_by("pk"))


def by_ids(ids: Iterable[int]) -> dict[int, User]:
    """Active people by number."""
    return {user.pk: user for user in active_by_ids(ids)}


def signed_in_at(user: User, *, session_key: str) -> list[SignedInAt]:
    """Where this person is signed in, the device at hand first, then the latest used. Ended sessions are left out."""
    rows = SignedIn.objects.filter(user=user).select_related("session").order_by("-seen_on", "-pk")
    good = user.get_session_auth_hash()
    found = [
        SignedInAt(row.pk, row.browser, row.system, row.since, row.seen_on, row.session_id == session_key)
        for row in rows
        if row.session.get_decoded().get(HASH_SESSION_KEY) == good
    ]
    return sorted(found, key=lambda one: not one.current)


def passkeys(user: User) -> int:
    """How many passkeys this person has."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count()


def names(keys: Iterable[str]) -> dict[str, str]:
    """Names to show for audit keys such as "user:12"; keys of people who gave no name, or left, are missing."""
    ids = [int(number) for key in keys if key.startswith("user:") and (number := key[5:]).isdecimal()]
    return {user.audit_key: user.name for user in User.objects.filter(pk__in=ids).exclude(name="")}


def has_verified_address(user: User) -> bool:
    """Whether this person has shown that the address of the account is theirs."""
    return user.is_active and EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()
