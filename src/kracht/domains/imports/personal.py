"""Who brought in what: for that person's own download, and no longer theirs when the person goes."""

from datetime import datetime

from django.utils.translation import gettext as _

from kracht.domains.imports.models import Run, Source
from kracht.foundation.accounts.queries import User
from kracht.foundation.audit.facts import Actor, Kept
from kracht.kernel.plain import rows


def gather(*, user: User) -> dict[str, list[dict[str, object]]]:
    """The files this person brought in, and the sources they answer for."""
    runs = Run.objects.filter(started_by=user).order_by("pk")
    sources = Source.objects.filter(responsible=user).order_by("pk")
    found = {
        _("Files you brought in"): rows(runs.values("filename", "source__title", "state", "created_at", "applied_at")),
        _("Sources you answer for"): rows(sources.values("title", "url", "every")),
    }
    return {heading: listed for heading, listed in found.items() if listed}


def erase(*, user: User, by: Actor, at: datetime) -> list[Kept]:
    """The files and sources stay with the register, without this person."""
    Run.objects.filter(started_by=user).update(started_by=None)
    Source.objects.filter(responsible=user).update(responsible=None)
    return []
