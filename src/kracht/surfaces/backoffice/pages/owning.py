"""The screens around ownership: claiming, owners, invitation, the owner's desk, a claim, a proposal, the reminder."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kracht.domains.initiatives import rules
from kracht.domains.initiatives.facts import ClaimState, Evidence, Stage, State
from kracht.domains.initiatives.queries import claiming, owning, proposing, versions
from kracht.domains.initiatives.queries.claiming import Asked, Own
from kracht.domains.initiatives.queries.owning import Head, Invited, Keeper, Mine
from kracht.foundation.accounts.queries import User
from kracht.foundation.organisations.facts import Acting
from kracht.foundation.organisations.rules import can_edit
from kracht.foundation.subscriptions.queries import followers_of
from kracht.surfaces.backoffice.forms.owning import AnswerClaimForm, ClaimForm, CodeForm, InviteForm
from kracht.surfaces.backoffice.pages.differences import label_of
from kracht.surfaces.backoffice.pages.preview import entry_url
from kracht.surfaces.backoffice.pages.proposing import ProposalRow, proposal_rows
from kracht.surfaces.backoffice.queries import verified_address

PROOFS = {
    Evidence.SENDER: gettext_lazy("It was sent in from your e-mail address, and confirmed."),
    Evidence.DOMAIN: gettext_lazy("Your e-mail address is on the same domain as its website or contact address."),
    Evidence.CODE: gettext_lazy("A code was sent to its contact address, and typed in."),
    Evidence.WORD: gettext_lazy("There is no proof but these words."),
}
CLAIM_STATES = {
    ClaimState.CODE: gettext_lazy("We sent a code to the contact address on the page."),
    ClaimState.OWNER: gettext_lazy("The owner of this initiative has been asked. You get a mail with the answer."),
    ClaimState.DESK: gettext_lazy("A moderator looks at it. You get a mail with the answer."),
    ClaimState.REFUSED: gettext_lazy("The answer to your request was no."),
}
STATES = {
    State.PUBLISHED: gettext_lazy("On the map"),
    State.WITHDRAWN: gettext_lazy("Off the map"),
    State.WAITING: gettext_lazy("Waits for a moderator"),
    State.ASKED: gettext_lazy("A moderator asks something"),
    State.REFUSED: gettext_lazy("Refused"),
}


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """“This is mine”: the ways that are open to this person, or where the claim stands."""

    name: str
    slug: str
    entry_url: str
    owner: bool
    owned: bool
    acting: str
    ways: tuple[str, ...]
    contact_email: str
    form: ClaimForm
    code: CodeForm | None
    line: str
    reason: str
    days: int


def claim_page(
    head: Head,
    user: User,
    *,
    acting: Acting | None,
    on: date,
    form: ClaimForm | None = None,
    code: CodeForm | None = None,
) -> ClaimPage:
    """Compose the page; forms are given when something in them was wrong."""
    form = form or ClaimForm()
    form.fields["words"].required = True  # for the way that the page offers them with
    mine = claiming.latest(user, head.id)
    owned = owning.has_owner(head.id)
    return ClaimPage(
        name=head.name,
        slug=head.slug,
        entry_url=entry_url(head.slug),
        owner=owning.owns(user, head.id, on=on),
        owned=owned,
        acting=acting.name if acting and can_edit(acting.role) else "",
        ways=_ways(head, user, owned=owned),
        contact_email=head.contact_email,
        form=form,
        code=code or (CodeForm() if mine and mine.state == ClaimState.CODE else None),
        line=_claim_line(mine),
        reason=mine.reason if mine else "",
        days=rules.ANSWER_DAYS,
    )


def _ways(head: Head, user: User, *, owned: bool) -> tuple[str, ...]:
    address = verified_address(user)
    found = []
    if owning.is_sender(head.id, address):
        found.append(Evidence.SENDER.value)
    if rules.is_same_domain(address, website=head.website, contact=head.contact_email):
        found.append(Evidence.DOMAIN.value)
    if head.contact_email and not owned:
        found.append(Evidence.CODE.value)
    return (*found, Evidence.WORD.value)


def _claim_line(mine: Own | None) -> str:
    return str(CLAIM_STATES.get(ClaimState(mine.state), "")) if mine else ""


@dataclass(frozen=True, slots=True)
class OwnersPage:
    """Who owns an entry, who is invited, and how to leave."""

    head: Head
    entry_url: str
    keepers: tuple[Keeper, ...]
    invited: tuple[Invited, ...]
    form: InviteForm
    user_id: int
    in_person: bool
    last: bool
    own_organisations: frozenset[int]


def owners_page(head: Head, user: User, *, on: date, form: InviteForm | None = None) -> OwnersPage:
    """Compose the page for an owner."""
    keepers = tuple(owning.keepers(head.id))
    return OwnersPage(
        head=head,
        entry_url=entry_url(head.slug),
        keepers=keepers,
        invited=tuple(owning.invited(head.id)),
        form=form or InviteForm(),
        user_id=user.pk,
        in_person=any(keeper.user_id == user.pk for keeper in keepers),
        last=len(keepers) == 1,
        own_organisations=frozenset(owning.acting_organisations(user, on=on)),
    )


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """An invitation, with a button."""

    name: str
    entry_url: str
    inviter: str
    handover: bool
    account: str


def invitation_page(found: tuple[Invited, Head, str], user: User) -> InvitationPage:
    """Compose the page of the link in the mail."""
    invited, head, inviter = found
    url = entry_url(head.slug) if head.state == State.PUBLISHED else ""
    return InvitationPage(head.name, url, inviter or _("An owner"), invited.kind == "handover", user.name or user.email)


@dataclass(frozen=True, slots=True)
class OwnRow:
    """An entry on the owner's desk, with what can be done."""

    mine: Mine
    state: str
    stage: str
    url: str
    followers: int
    can_put_back: bool


@dataclass(frozen=True, slots=True)
class SentRow:
    """An entry that came from this address and that nobody owns yet."""

    name: str
    state: str
    reason: str
    claim_url: str
    asked: bool


@dataclass(frozen=True, slots=True)
class MinePage:
    """The owner's desk: what is asked, what is stale, what one owns, what one sent in and proposed."""

    claims: tuple[Asked, ...]
    proposals: tuple[ProposalRow, ...]
    stale: tuple[OwnRow, ...]
    rows: tuple[OwnRow, ...]
    sent: tuple[SentRow, ...]
    own_claims: tuple[Asked, ...]
    own_proposals: tuple[ProposalRow, ...]

    @property
    def asked(self) -> int:
        """How many things wait for an answer."""
        return len(self.claims) + len(self.proposals) + len(self.stale) + sum(row.asked for row in self.sent)


def mine_page(user: User, *, on: date, at: datetime) -> MinePage:
    """Read the desk of a person."""
    rows = tuple(_own_row(row) for row in owning.mine(user, on=on, at=at))
    return MinePage(
        claims=tuple(claiming.for_owner(user, on=on)),
        proposals=proposal_rows(proposing.for_owner([row.mine.id for row in rows])),
        stale=tuple(row for row in rows if row.mine.stale),
        rows=rows,
        sent=tuple(_sent_row(row) for row in owning.sent_by(verified_address(user))),
        own_claims=tuple(claiming.open_of(user)),
        own_proposals=proposal_rows(proposing.by_person(user)),
    )


def _own_row(row: Mine) -> OwnRow:
    return OwnRow(
        mine=row,
        state=str(STATES.get(State(row.state), row.state)),
        stage=str(capfirst(Stage(row.stage).label)),
        url=entry_url(row.slug) if row.state == State.PUBLISHED else "",
        followers=followers_of("initiative", str(row.id)),
        can_put_back=row.state == State.WITHDRAWN and owning.withdrawn_by_owner(row.id),
    )


def _sent_row(row: owning.Sent) -> SentRow:
    url = reverse("desk:claim", args=[row.slug]) if row.state == State.PUBLISHED else ""
    return SentRow(row.name, str(STATES.get(State(row.state), "")), row.reason, url, row.state == State.ASKED)


@dataclass(frozen=True, slots=True)
class ClaimCasePage:
    """A claim for who answers it."""

    claim: Asked
    entry_url: str
    proof: str
    form: AnswerClaimForm
    waits: bool
    desk: bool


def claim_case_page(claim: Asked, *, moderator: bool, form: AnswerClaimForm | None = None) -> ClaimCasePage:
    """Compose the page of a claim."""
    return ClaimCasePage(
        claim=claim,
        entry_url=entry_url(claim.slug),
        proof=str(PROOFS.get(Evidence(claim.evidence), "")),
        form=form or AnswerClaimForm(),
        waits=claim.state in {ClaimState.OWNER, ClaimState.DESK},
        desk=moderator,
    )


@dataclass(frozen=True, slots=True)
class StillRightPage:
    """The question of the reminder, with its buttons; `done` says what was answered."""

    name: str
    summary: str
    entry_url: str
    change_url: str
    day: datetime
    done: str


def still_right_page(head: Head, *, summary: str, done: str = "") -> StillRightPage:
    """Compose the page of the link in a reminder."""
    change = reverse("desk:change", args=[head.slug])
    return StillRightPage(head.name, summary, entry_url(head.slug), change, head.fresh_at, done)


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A latest change in the register."""

    name: str
    url: str
    at: datetime
    who: str
    fields: str


@dataclass(frozen=True, slots=True)
class DeskClaimsPage:
    """The moderators' page of claims, proposals and latest changes."""

    claims: tuple[Asked, ...]
    proposals: tuple[ProposalRow, ...]
    changes: tuple[ChangedRow, ...]


def desk_claims_page(who: dict[str, str]) -> DeskClaimsPage:
    """Read the page; `who` are words for actors, by key."""
    return DeskClaimsPage(
        claims=tuple(claiming.at_desk(moderator=True)),
        proposals=proposal_rows(proposing.at_desk(moderator=True)),
        changes=tuple(
            ChangedRow(
                row.name,
                reverse("desk:version", args=[row.slug, row.number]),
                row.at,
                who.get(row.actor_key, row.actor_key),
                ", ".join(label_of(field) for field in row.fields),
            )
            for row in versions.latest(moderator=True)
        ),
    )
