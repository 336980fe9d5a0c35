"""The roles there are and the scopes they are given for."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is trusted with."""

    MODERATOR = "moderator", _("Moderator")
    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    ADMINISTRATOR = "administrator", _("Administrator")
    TREASURER = "treasurer", _("Treasurer")
    CIVIL_SERVANT = "civil_servant", _("Civil servant")
    REVIEWER = "reviewer", _("Reviewer of the quality label")


MEMBER_ROLES = (Role.OWNER, Role.EDITOR, Role.TREASURER)  # what a member of an organisation is there, strongest first


class Scope(models.TextChoices):
    """Where a role holds."""

    WHOLE = "whole", _("Everywhere")
    AREA = "area", _("In one area")
    ORGANISATION = "organisation", _("In one organisation")


@dataclass(frozen=True)
class RoleHeld:
    """A role as a page shows it. `ends_on` is the first day without it."""

    number: int
    role: Role
    scope: Scope
    scope_key: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class MemberHeld:
    """That a person belongs to an organisation, and as what. `grant` is the number to end it by."""

    grant: int
    user_id: int
    organisation_id: int
    role: Role
    starts_on: date
    ends_on: date | None
