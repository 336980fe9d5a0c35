"""What an entry said before: who changed what, when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kracht.domains.initiatives.queries import owning, versions
from kracht.domains.initiatives.queries.owning import Head
from kracht.domains.initiatives.queries.versions import Said
from kracht.foundation.access.facts import Role
from kracht.foundation.access.queries import holders
from kracht.surfaces.backoffice.pages.differences import Difference, between
from kracht.surfaces.backoffice.pages.preview import entry_url

BY_MODERATOR = {
    "initiative.revise", "initiative.published", "initiative.withdrawn", "initiative.undo", "initiative.refused",
}  # fmt: skip
BY_OWNER = {"initiative.change", "initiative.stage", "initiative.take_off", "initiative.put_back"}


@dataclass(frozen=True, slots=True)
class Row:
    """One version: who made it so, and what differs from the one before."""

    number: int
    at: datetime
    who: str
    what: str
    differences: tuple[Difference, ...]
    url: str
    newest: bool


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """The versions of an entry, newest first."""

    name: str
    slug: str
    entry_url: str
    rows: tuple[Row, ...]
    older_url: str
    created: datetime


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One version beside what the entry says now; `can_restore` for owners and moderators."""

    name: str
    slug: str
    entry_url: str
    number: int
    at: datetime
    who: str
    what: str
    differences: tuple[Difference, ...]
    can_restore: bool


class People:
    """Words for who made a version, looked up once for a page."""

    def __init__(self, key: int, *, on: date) -> None:
        self.owners = {f"user:{one.pk}" for one in owning.people_of(key, on=on)} if key else set()
        self.moderators = {one.audit_key for one in holders(Role.MODERATOR, on=on)}

    def who(self, actor_key: str, verb: str) -> str:
        """Return the role of an actor, without a name."""
        if not actor_key:
            return ""
        kind = actor_key.partition(":")[0]
        words = {
            "sql": _("changed in the database"),
            "program": _("the site itself"),
            "visitor": _("somebody with the link of our mail"),
            "partner": _("a partner"),
            "key": _("a partner"),
            "organisation": _("a partner"),
        }
        if kind in words:
            return words[kind]
        if verb in BY_OWNER or (actor_key in self.owners and verb not in BY_MODERATOR):
            return _("an owner")
        if verb in BY_MODERATOR or actor_key in self.moderators:
            return _("a moderator")
        return _("a resident")


def what_of(verb: str) -> str:
    """Return how a change came about, where that says more than the difference."""
    words = {
        "initiative.took": _("after a proposal"),
        "initiative.restored": _("an earlier version came back"),
        "initiative.withdrawn": _("taken off the map"),
        "initiative.take_off": _("taken off the map"),
        "initiative.put_back": _("back on the map"),
        "initiative.undo": _("a decision was undone"),
    }
    return words.get(verb, "")


def versions_page(head: Head, *, below: int | None, on: date) -> VersionsPage:
    """Read a part of the versions."""
    found = versions.page(head.id, below=below)
    people = People(head.id, on=on)
    here = reverse("desk:versions", args=[head.slug])
    return VersionsPage(
        name=head.name,
        slug=head.slug,
        entry_url=entry_url(head.slug),
        rows=tuple(
            _row(one, head, people, newest=below is None and place == 0) for place, one in enumerate(found.rows)
        ),
        older_url=f"{here}?below={found.older}" if found.older else "",
        created=head.updated_at,
    )


def _row(one: Said, head: Head, people: People, *, newest: bool) -> Row:
    return Row(
        number=one.number,
        at=one.at,
        who=people.who(one.actor_key, one.verb),
        what=what_of(one.verb),
        differences=between(one.before, one.document) if one.before else (),
        url=reverse("desk:version", args=[head.slug, one.number]),
        newest=newest,
    )


def version_page(head: Head, one: Said, *, can_restore: bool, on: date) -> VersionPage:
    """Compose one version: what would change if it came back."""
    people = People(head.id, on=on)
    now, then = dict(one.before), dict(one.document)
    then["state"] = now.get("state")
    if not then.get("contact_public"):  # what is hidden stays as it is
        then |= {name: now.get(name, "") for name in ("contact_name", "contact_email", "contact_phone")}
    return VersionPage(
        name=head.name,
        slug=head.slug,
        entry_url=entry_url(head.slug),
        number=one.number,
        at=one.at,
        who=people.who(one.actor_key, one.verb),
        what=what_of(one.verb),
        differences=between(now, then),
        can_restore=can_restore,
    )


def who_words(keys: Iterable[tuple[str, str]], *, on: date) -> dict[str, str]:
    """Return words for the actors of latest changes in the whole register."""
    people = People(0, on=on)
    return {key: people.who(key, verb) for key, verb in keys}
