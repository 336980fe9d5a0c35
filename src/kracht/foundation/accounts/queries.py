"""Reading people. `User` is named here so that other apps can say whom they mean."""

from collections.abc import Iterable

from kracht.foundation.accounts.models import User, normalise_email

__all__ = ["User", "active_by_ids", "by_email", "names"]


def by_email(email: str) -> User | None:
    """The active person with this address, however it is written."""
    if "\x00" in email:
        return None
    return User.objects.filter(email=normalise_email(email), is_active=True).first()


def active_by_ids(ids: Iterable[int]) -> list[User]:
    """Active people with these numbers, by number, each once."""
    return list(User.objects.filter(pk__in=list(ids), is_active=True).order_by("pk"))


def names(keys: Iterable[str]) -> dict[str, str]:
    """Names to show for audit keys such as "user:12"; keys of people who gave no name, or left, are missing."""
    ids = [int(number) for key in keys if key.startswith("user:") and (number := key[5:]).isdecimal()]
    return {user.audit_key: user.name for user in User.objects.filter(pk__in=ids).exclude(name="")}
