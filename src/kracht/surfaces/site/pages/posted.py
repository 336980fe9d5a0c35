"""The screens of staying posted: to begin, to look in one's post, and to manage what one follows."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kracht.foundation.subscriptions import queries
from kracht.foundation.subscriptions.facts import Cadence, Followed, What
from kracht.surfaces.site.forms import CadenceForm, FollowForm, LinkForm
from kracht.surfaces.site.pages import topics
from kracht.surfaces.site.pages.topics import Topic
from kracht.ui import parts


@dataclass(frozen=True, slots=True)
class FollowPage:
    """The form to begin to follow. `followed` when this account does so already."""

    topic: Topic
    form: FollowForm
    query: tuple[tuple[str, str], ...]
    account: str
    followed: bool
    posted_url: str


@dataclass(frozen=True, slots=True)
class SentPage:
    """Look in your post."""

    address: str
    days: int
    label: str
    mailbox: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is followed, with its own forms."""

    topic: Topic
    token: str
    cadence: str
    since: str
    form: CadenceForm
    current: bool
    stop_url: str
    manage_url: str


@dataclass(frozen=True, slots=True)
class ManagePage:
    """Everything that one address follows."""

    address: str
    lines: tuple[Line, ...]
    token: str
    here: str
    waiting: Topic | None
    ended: Topic | None
    link_form: LinkForm | None
    invitation: parts.Invitation = field(default_factory=lambda: parts.Invitation(""))


@dataclass(frozen=True, slots=True)
class StopPage:
    """To end one subscription by its link."""

    topic: Topic
    ended: bool
    stop_url: str
    again_url: str
    manage_url: str


def follow_page(what: What, form: FollowForm, account: str) -> FollowPage:
    """Compose the form."""
    own: tuple[tuple[str, str], ...] = (("kind", what.kind), *what.params)
    return FollowPage(
        topic=topics.describe(what),
        form=form,
        query=(("kind", what.kind), ("key", what.key)) if what.kind in topics.SINGLE else own,
        account=account,
        followed=bool(account) and queries.one_of(account, what) is not None,
        posted_url=reverse("site:posted"),
    )


def sent_page(address: str, label: str, days: int) -> SentPage:
    """Compose what is shown after the form, whoever the address belongs to."""
    mailbox = settings.UI_LINKS.get("mailbox", "")
    return SentPage(address, days, label, reverse(mailbox) if mailbox else "")


def manage_page(
    address: str, *, opened: Followed | None = None, here: str = "", link_form: LinkForm | None = None
) -> ManagePage:
    """Compose the list of an address; `opened` is the subscription whose link was used."""
    found = queries.of_address(address) if address else []
    topic = topics.describe(opened.what) if opened else None
    return ManagePage(
        address=address,
        lines=_lines(found, opened),
        token=opened.token if opened else "",
        here=here,
        waiting=topic if opened and opened.confirmed_at is None and opened.ended_at is None else None,
        ended=topic if opened and opened.ended_at is not None else None,
        link_form=link_form,
        invitation=_invitation(),
    )


def _lines(found: Iterable[Followed], opened: Followed | None) -> tuple[Line, ...]:
    return tuple(
        Line(
            topic=topics.describe(one.what),
            token=one.token,
            cadence=str(Cadence(one.cadence).label),
            since=date_format(localtime(one.confirmed_at or one.created_at), "j F Y"),
            form=CadenceForm(initial={"cadence": one.cadence, "token": one.token}, auto_id=f"id_{one.number}_%s"),
            current=opened is not None and opened.number == one.number,
            stop_url=reverse("site:posted_stop", args=[one.token]),
            manage_url=reverse("site:posted_manage", args=[one.token]),
        )
        for one in found
    )


def _invitation() -> parts.Invitation:
    return parts.Invitation(
        title=_("You follow nothing yet"),
        text=_(
            "Open an area, a theme, an initiative or a search, and press “Stay posted”."
            " You then get a mail when something happens there, and none when nothing does."
        ),
        links=(
            parts.Link(_("Choose an area"), reverse("site:areas"), "pin"),
            parts.Link(_("Look at the map"), reverse("site:list"), "map"),
        ),
    )


def stop_page(one: Followed) -> StopPage:
    """Compose the page that ends a subscription, or says that it has ended."""
    topic = topics.describe(one.what)
    again = topics.follow_url(one.what.kind, one.what.key if one.what.kind in topics.SINGLE else "", one.what.params)
    return StopPage(
        topic=topic,
        ended=one.ended_at is not None,
        stop_url=reverse("site:posted_stop", args=[one.token]),
        again_url=again if topic.url else "",
        manage_url=reverse("site:posted_manage", args=[one.token]),
    )
