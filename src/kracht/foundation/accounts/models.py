"""People as rows."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


def normalise_email(email: str) -> str:
    """The form in which an address is kept and compared: without spaces around it, in lower case."""
    return email.strip().lower()


class UserManager(BaseUserManager["User"]):
    """Makes users; an address is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, *, joined_at: datetime, **fields: Any) -> "User":
        """Save a user. Without a password the only way in is a code by mail."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=normalise_email(email), joined_at=joined_at, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by address, however it is written."""
        return self.get(email=normalise_email(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. The address is the name to sign in with."""

    privacy: ClassVar = {
        "id": "internal",
        "password": "secret",
        "last_login": "personal",
        "is_superuser": "internal",
        "groups": "internal",
        "user_permissions": "internal",
        "email": "personal",
        "name": "personal",
        "language": "personal",
        "is_active": "internal",
        "joined_at": "personal",
        "of_age_at": "personal",
    }

    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=100, blank=True)
    language = models.CharField(_("Language"), max_length=5, default="nl")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    of_age_at = models.DateTimeField(null=True, blank=True)  # when this person said to be 16 or older

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = []

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="accounts_email_in_lower_case"),
        ]

    def __str__(self) -> str:
        return self.name or str(_("someone"))

    def clean(self) -> None:
        """Bring the address into the form in which it is kept."""
        self.email = normalise_email(self.email)

    def get_full_name(self) -> str:
        """The name to show; empty when the person gave none."""
        return self.name

    @property
    def audit_key(self) -> str:
        """How the trail names this person."""
        return f"user:{self.pk}"


class SignedIn(models.Model):
    """A session of a person with the kind of device, so that it can be ended elsewhere. No network address is kept."""

    privacy: ClassVar = {
        "id": "internal",
        "user": "personal",
        "session": "secret",
        "browser": "personal",
        "system": "personal",
        "since": "personal",
        "seen_on": "personal",
    }

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session = models.OneToOneField("sessions.Session", on_delete=models.CASCADE, related_name="+")
    browser = models.CharField(max_length=30, blank=True)
    system = models.CharField(max_length=30, blank=True)
    since = models.DateTimeField()
    seen_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.browser} {self.system}".strip()
