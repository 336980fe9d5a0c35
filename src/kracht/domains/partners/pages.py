"""The screens of partners: the public list, and the desk of one partner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kracht.domains.initiatives.exchange import LICENCE_NAMES, LICENCE_URLS
from kracht.domains.initiatives.queries import fed
from kracht.domains.partners.facts import (
    DeliveryFact,
    DeliveryState,
    HookFact,
    HookScope,
    HookState,
    KeyFact,
    PartnerFact,
    PartnerState,
    Scope,
    TagFact,
    TagRequest,
    TroubleFact,
)
from kracht.domains.partners.forms import AskForm, HookForm, KeyForm, PartnerForm, ReasonForm, TagForm
from kracht.domains.partners.queries import feed, partners, tags
from kracht.foundation.accounts.queries import names
from kracht.ui import parts

LOG_SIZE = 40


@dataclass(frozen=True, slots=True)
class Listed:
    """A partner on the public list."""

    name: str
    url: str
    about: str
    licence: parts.Link
    entries: int
    tags: tuple[parts.Link, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """Who publishes here."""

    partners: tuple[Listed, ...]
    desk_url: str
    become_url: str
    invitation: parts.Invitation


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of a desk shows."""

    slug: str
    name: str
    namespace: str
    state: str
    state_label: str
    reason: str
    tabs: tuple[parts.Link, ...]
    moderator: bool
    active: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page of a desk."""

    frame: Frame
    form: PartnerForm
    reason_form: ReasonForm
    figures: tuple[parts.Figure, ...]
    sources: str
    can_admit: bool
    can_suspend: bool


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key in the list."""

    key: KeyFact
    scopes: tuple[str, ...]
    state: str
    living: bool
    made_by: str


@dataclass(frozen=True, slots=True)
class KeysPage:
    """Keys; `fresh` is one that was just made, shown once."""

    frame: Frame
    form: KeyForm
    living: tuple[KeyLine, ...]
    ended: tuple[KeyLine, ...]
    fresh: str
    example: str


@dataclass(frozen=True, slots=True)
class TagsPage:
    """Tags."""

    frame: Frame
    form: TagForm
    tags: tuple[tuple[TagFact, str], ...]


@dataclass(frozen=True, slots=True)
class ClearancePage:
    """What waits for a yes; `wrong` is a request whose refusal lacks a reason."""

    frame: Frame
    asked: tuple[TagRequest, ...]
    wrong: int
    sentence: str
    typed: str


@dataclass(frozen=True, slots=True)
class HookLine:
    """A webhook in the list."""

    hook: HookFact
    scope: str
    state: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """A message in the log."""

    delivery: DeliveryFact
    state: str
    answer: str


@dataclass(frozen=True, slots=True)
class HooksPage:
    """Webhooks with the log; `secret` was just made and is shown once."""

    frame: Frame
    form: HookForm
    hooks: tuple[HookLine, ...]
    log: tuple[LogLine, ...]
    older: str
    secret: str
    secret_for: str


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """Records that could not be taken as they were."""

    frame: Frame
    troubles: tuple[TroubleFact, ...]
    published: int


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """Where a moderator, or somebody who acts for an organisation, goes on."""

    asked: tuple[PartnerFact, ...]
    others: tuple[PartnerFact, ...]


@dataclass(frozen=True, slots=True)
class BecomePage:
    """Becoming a partner."""

    organisation: str
    form: AskForm


def list_page() -> ListPage:
    """Return the public list."""
    of: dict[str, list[parts.Link]] = {}
    listing = reverse("site:list")
    for tag in tags.every():
        if tag.entries:
            of.setdefault(tag.partner_slug, []).append(parts.Link(tag.label, f"{listing}?tag={tag.name}"))
    rows = tuple(
        Listed(
            name=one.name,
            url=reverse("site:organisation", args=[one.slug]),
            about=one.about,
            licence=licence_link(one.licence),
            entries=fed.count_of(one.source),
            tags=tuple(of.get(one.slug, ())),
        )
        for one in partners.active()
    )
    become = reverse("partners:become")
    invitation = parts.Invitation(
        _("Nobody publishes here by machine yet"),
        _("Does your organisation keep its own list of initiatives? Let it appear here by itself."),
        (parts.Link(_("Become a partner"), become),),
    )
    return ListPage(rows, reverse("partners:start"), become, invitation)


def licence_link(licence: str) -> parts.Link:
    """Return a licence by name, with its text."""
    return parts.Link(LICENCE_NAMES.get(licence, licence), LICENCE_URLS.get(licence, ""))


def frame(one: PartnerFact, here: str, *, moderator: bool) -> Frame:
    """Return what every page of this desk shows."""
    labels = {
        "overview": _("Overview"), "keys": _("Keys"), "tags": _("Tags"), "clearance": _("Clearance"),
        "hooks": _("Webhooks"), "records": _("Records"),
    }  # fmt: skip
    return Frame(
        slug=one.slug,
        name=one.name,
        namespace=one.namespace,
        state=one.state,
        state_label=str(capfirst(PartnerState(one.state).label)),
        reason=one.reason,
        tabs=tuple(
            parts.Link(label, reverse(f"partners:{key}", args=[one.slug]), current=key == here)
            for key, label in labels.items()
        ),
        moderator=moderator,
        active=one.state == PartnerState.ACTIVE,
    )


def overview(
    one: PartnerFact, *, moderator: bool, at: datetime, form: PartnerForm | None = None,
    reason_form: ReasonForm | None = None,
) -> Overview:  # fmt: skip
    """Return the first page of a desk."""
    known = {"about": one.about, "licence": one.licence, "contact_email": one.contact_email}
    living = sum(_living(key, at) for key in partners.keys_of(one.id))
    figures = (
        parts.Figure(str(fed.count_of(one.source)), _("entries on the map")),
        parts.Figure(str(living), _("keys that work")),
        parts.Figure(str(len(partners.trouble_keys(one.id))), _("records with a problem")),
        parts.Figure(str(len(tags.asked_of(one.id))), _("tags to clear")),
    )
    return Overview(
        frame=frame(one, "overview", moderator=moderator),
        form=form or PartnerForm(initial=known),
        reason_form=reason_form or ReasonForm(),
        figures=figures,
        sources=one.source,
        can_admit=moderator and one.state != PartnerState.ACTIVE,
        can_suspend=moderator and one.state != PartnerState.SUSPENDED,
    )


def _living(key: KeyFact, at: datetime) -> bool:
    return key.expires_at > at and (key.ends_at is None or key.ends_at > at)


def keys_page(one: PartnerFact, form: KeyForm, *, moderator: bool, at: datetime, fresh: str = "") -> KeysPage:
    """Return the keys of a partner."""
    rows = partners.keys_of(one.id)
    known = names(row.made_by for row in rows)
    lines = [
        KeyLine(
            row,
            tuple(str(Scope(scope).label) for scope in row.scopes if scope in Scope.values),
            _key_state(row, at),
            _living(row, at),
            known.get(row.made_by, ""),
        )
        for row in rows
    ]
    return KeysPage(
        frame=frame(one, "keys", moderator=moderator),
        form=form,
        living=tuple(line for line in lines if line.living),
        ended=tuple(line for line in lines if not line.living),
        fresh=fresh,
        example=f'curl -H "Authorization: Bearer {fresh}" {settings.SITE_URL}/api/v1/initiatives/by-source',
    )


def _key_state(key: KeyFact, at: datetime) -> str:
    if _living(key, at):
        return _("works, but was replaced") if key.ends_at else _("works")
    return _("ended") if key.ends_at else _("too old")


def tags_page(one: PartnerFact, form: TagForm, *, moderator: bool) -> TagsPage:
    """Return the tags of a partner, each with the list of entries that bear it."""
    listing = reverse("site:list")
    rows = tuple((tag, f"{listing}?tag={tag.name}") for tag in tags.of_partner(one.id))
    return TagsPage(frame(one, "tags", moderator=moderator), form, rows)


def clearance_page(
    one: PartnerFact, *, moderator: bool, wrong: int = 0, sentence: str = "", typed: str = ""
) -> ClearancePage:
    """Return what waits for this partner's yes."""
    return ClearancePage(
        frame(one, "clearance", moderator=moderator), tuple(tags.asked_of(one.id)), wrong, sentence, typed[:2000]
    )


def hooks_page(
    one: PartnerFact, form: HookForm, *, moderator: bool, before: int = 0, secret: str = "", secret_for: str = ""
) -> HooksPage:
    """Return the webhooks of a partner and their log."""
    log = feed.log_of(one.id, before=before, limit=LOG_SIZE + 1)
    older = ""
    if len(log) > LOG_SIZE:
        older = f"{reverse('partners:hooks', args=[one.slug])}?before={log[LOG_SIZE - 1].id}#log"
    return HooksPage(
        frame=frame(one, "hooks", moderator=moderator),
        form=form,
        hooks=tuple(
            HookLine(hook, str(HookScope(hook.scope).label), str(HookState(hook.state).label))
            for hook in feed.hooks_of(one.id)
        ),
        log=tuple(_log_line(line) for line in log[:LOG_SIZE]),
        older=older,
        secret=secret,
        secret_for=secret_for,
    )


def _log_line(one: DeliveryFact) -> LogLine:
    answer = str(one.status) if one.status is not None else one.trouble
    return LogLine(one, str(DeliveryState(one.state).label), answer)


def records_page(one: PartnerFact, *, moderator: bool) -> RecordsPage:
    """Return the records with problems."""
    slugs = fed.slugs_of(one.source, partners.trouble_keys(one.id))
    return RecordsPage(
        frame(one, "records", moderator=moderator), tuple(partners.troubles_of(one.id, slugs)), fed.count_of(one.source)
    )


def choose_page() -> ChoosePage:
    """Return all partners for a moderator, those that wait first."""
    every: Sequence[Any] = partners.every()
    return ChoosePage(
        tuple(one for one in every if one.state == PartnerState.ASKED),
        tuple(one for one in every if one.state != PartnerState.ASKED),
    )
