"""Belonging to an organisation: every role against every act, and what must never happen."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from kracht.foundation.access import operations as access
from kracht.foundation.access.facts import Role, Scope
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import person
from kracht.foundation.audit import queries as audit
from kracht.foundation.audit.facts import Program
from kracht.foundation.notify.models import Notice
from kracht.foundation.organisations import operations, queries
from kracht.foundation.organisations.facts import ClaimState, OrganisationValues
from kracht.foundation.organisations.models import Invitation, Organisation, PageClaim
from kracht.foundation.organisations.operations import claims, members
from kracht.foundation.organisations.queries import members as belonging
from kracht.foundation.organisations.rules import can_edit, can_handle_money, can_manage
from kracht.foundation.organisations.rules.members import same_domain

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
NOW = {"at": AT, "on": TODAY}
LOADER = Program("test")
ROLES = ("owner", "editor", "treasurer", "")


@pytest.fixture
def shop(db: None) -> Organisation:
    made = OrganisationValues(name="Buurtkas", sector="giving", website="https://www.buurtkas.example/over")
    return operations.create(values=made, by=LOADER, at=AT, publish=True)


def adult(name: str, **fields: object) -> User:
    return person(name, of_age_at=AT, **fields)


def put(user: User, row: Organisation, role: str) -> User:
    if role:
        access.grant(
            user=user,
            role=Role(role),
            by=LOADER,
            at=AT,
            starts_on=TODAY,
            scope=Scope.ORGANISATION,
            scope_key=str(row.pk),
        )
    return user


def role_of(user: User, row: Organisation, on: date = TODAY) -> str:
    return queries.member_role(user, row.pk, on)


@pytest.mark.parametrize(
    ("role", "edits", "manages", "money"),
    [
        ("owner", True, True, True),
        ("editor", True, False, False),
        ("treasurer", False, False, True),
        ("", False, False, False),
    ],
)
def test_what_a_role_may(role: str, edits: bool, manages: bool, money: bool) -> None:
    assert (can_edit(role), can_manage(role), can_handle_money(role)) == (edits, manages, money)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", ["invite", "take_back", "change_role", "end", "hand_over", "edit_page"])
def test_every_role_against_every_act(shop: Organisation, role: str, act: str) -> None:
    put(adult("Olga"), shop, "owner")  # so that ending an owner is never the last one
    doer, other = put(adult("Doer"), shop, role), put(adult("Other"), shop, "treasurer")
    about = {"organisation_id": shop.pk, "by": doer, **NOW}
    Invitation.objects.create(
        organisation=shop, email="x@y.example", role="editor", digest="d", created_at=AT, expires_at=AT
    )
    acts: dict[str, Callable[[], object]] = {
        "invite": lambda: members.invite(email="new@voorbeeld.example", role="editor", **about),
        "take_back": lambda: members.take_back(number=Invitation.objects.get().pk, **about),
        "change_role": lambda: members.change_role(user_id=other.pk, role="editor", **about),
        "end": lambda: members.end(user_id=other.pk, **about),
        "hand_over": lambda: members.hand_over(user_id=other.pk, **about),
        "edit_page": lambda: members.edit_page(values=belonging.values_of(shop), **about),
    }
    if role == "owner" or (role == "editor" and act == "edit_page"):
        acts[act]()
        return
    with pytest.raises(PermissionDenied):
        acts[act]()
    assert role_of(other, shop) == "treasurer"
    assert not Invitation.objects.exclude(ended_at=None).exists()
    assert not Notice.objects.exists()


def test_an_invitation_works_once(shop: Organisation) -> None:
    owner, guest = put(adult("Olga"), shop, "owner"), adult("Gijs")
    token = members.invite(organisation_id=shop.pk, email=" GIJS@voorbeeld.example", role="editor", by=owner, **NOW)
    assert token in Notice.objects.get().text
    assert token not in repr(Invitation.objects.values())
    assert belonging.invitation(members.digest(token), AT).organisation == "Buurtkas"
    assert role_of(guest, shop) == ""
    for _twice in range(2):
        members.accept(token=token, user=guest, **NOW)
    assert role_of(guest, shop) == "editor"
    assert [one.slug for one in queries.memberships_of(guest, TODAY)] == [shop.slug]
    members.leave(organisation_id=shop.pk, user=guest, **NOW)
    with pytest.raises(ValidationError, match="nieuwe"):
        members.accept(token=token, user=guest, **NOW)
    assert role_of(guest, shop) == ""


@pytest.mark.parametrize("wrong", ["late", "taken back", "replaced", "other", "child", "unknown"])
def test_invitations_that_do_not_hold(shop: Organisation, wrong: str) -> None:
    owner = put(adult("Olga"), shop, "owner")
    guest = person("Gijs") if wrong == "child" else adult("Other" if wrong == "other" else "Gijs")
    invite = {"organisation_id": shop.pk, "email": "gijs@voorbeeld.example", "role": "editor", "by": owner, **NOW}
    token = members.invite(**invite)
    if wrong == "taken back":
        members.take_back(organisation_id=shop.pk, number=Invitation.objects.get().pk, by=owner, **NOW)
    if wrong == "replaced":
        members.invite(**invite)
    at = AT + timedelta(days=15) if wrong == "late" else AT
    with pytest.raises(ValidationError):
        members.accept(token="x" if wrong == "unknown" else token, user=guest, at=at, on=TODAY)
    assert role_of(guest, shop) == ""


@pytest.mark.parametrize("email", ["", "x", "a\x00@b.nl", "x" * 300 + "@b.nl", "olga@voorbeeld.example"])
def test_wrong_invitations_get_a_sentence(shop: Organisation, email: str) -> None:
    owner = put(adult("Olga"), shop, "owner")
    for role in ("editor", "king"):
        with pytest.raises(ValidationError):
            members.invite(organisation_id=shop.pk, email=email, role=role, by=owner, **NOW)
    assert not Invitation.objects.exists()
    members.invite(organisation_id=shop.pk, email="gijs@voorbeeld.example", role="editor", by=owner, **NOW)


def test_nobody_invites_without_end(shop: Organisation) -> None:
    owner = put(adult("Olga"), shop, "owner")
    for n in range(20):
        members.invite(organisation_id=shop.pk, email=f"p{n}@voorbeeld.example", role="editor", by=owner, **NOW)
    with pytest.raises(ValidationError, match="uur"):
        members.invite(organisation_id=shop.pk, email="more@voorbeeld.example", role="editor", by=owner, **NOW)
    assert Invitation.objects.count() == 20


def test_the_last_owner_stays(shop: Organisation) -> None:
    owner, editor = put(adult("Olga"), shop, "owner"), put(adult("Ed"), shop, "editor")
    about = {"organisation_id": shop.pk, **NOW}
    for act in (
        lambda: members.leave(user=owner, **about),
        lambda: members.end(user_id=owner.pk, by=owner, **about),
        lambda: members.change_role(user_id=owner.pk, role="editor", by=owner, **about),
    ):
        with pytest.raises(ValidationError, match="eigenaar"):
            act()
    assert role_of(owner, shop) == "owner"
    members.hand_over(user_id=editor.pk, by=owner, **about)
    assert (role_of(owner, shop), role_of(editor, shop)) == ("editor", "owner")
    members.leave(user=owner, **about)
    members.leave(user=owner, **about)
    assert role_of(owner, shop) == ""
    assert [one.name for one in belonging.members(shop.pk, TODAY)] == ["Ed"]
    verbs = [act.verb for act in audit.history(shop)]
    assert verbs.count("member joined") == 2
    assert verbs.count("member left") == 3


def test_a_role_changes_and_the_person_is_told(shop: Organisation) -> None:
    owner, editor = put(adult("Olga"), shop, "owner"), put(adult("Ed"), shop, "editor")
    for _twice in range(2):
        members.change_role(organisation_id=shop.pk, user_id=editor.pk, role="treasurer", by=owner, **NOW)
    assert role_of(editor, shop) == "treasurer"
    assert [notice.user_id for notice in Notice.objects.all()] == [editor.pk]
    with pytest.raises(ValidationError):
        members.change_role(organisation_id=shop.pk, user_id=editor.pk, role="king", by=owner, **NOW)
    with pytest.raises(ValidationError):
        members.end(organisation_id=shop.pk, user_id=10**15, by=owner, **NOW)


def test_who_acts_for_whom(shop: Organisation) -> None:
    editor, stranger = put(adult("Ed"), shop, "editor"), adult("Stranger")
    found = queries.acting_for(editor, shop.pk, TODAY)
    assert found is not None
    assert (found.slug, found.role) == (shop.slug, "editor")
    assert queries.acting_for(stranger, shop.pk, TODAY) is None
    assert queries.acting_for(editor, shop.pk, TODAY - timedelta(days=1)) is None
    operations.withdraw(number=shop.pk, by=LOADER, at=AT, reason="weg")
    assert queries.acting_for(editor, shop.pk, TODAY) is None
    assert queries.memberships_of(editor, TODAY) == []


@pytest.mark.parametrize(
    ("email", "website", "same"),
    [
        ("a@buurtkas.nl", "https://www.buurtkas.nl/over", True),
        ("a@BUURTKAS.NL", "http://buurtkas.nl", True),
        ("a@team.buurtkas.nl", "https://buurtkas.nl", True),
        ("a@buurtkas.nl", "https://team.buurtkas.nl", False),
        ("a@nepbuurtkas.nl", "https://buurtkas.nl", False),
        ("a@buurtkas.nl.evil.example", "https://buurtkas.nl", False),
        ("a@gmail.com", "https://gmail.com", False),
        ("a@nl", "https://nl", False),
        ("a@facebook.com", "https://www.facebook.com/buurtkas", False),
        ("a@wordpress.com", "https://buurtkas.wordpress.com", False),
        ("a@buurtkas.nl", "", False),
        ("a@buurtkas.nl", "https://[", False),
        ("", "https://buurtkas.nl", False),
    ],
)
def test_addresses_of_a_website(email: str, website: str, same: bool) -> None:
    assert same_domain(email, website) is same


def of_the_house(name: str = "Wil", *, verified: bool = True, of_age: bool = True) -> User:
    user = person(name, of_age_at=AT if of_age else None)
    User.objects.filter(pk=user.pk).update(email=f"{name.lower()}@buurtkas.example")
    user.refresh_from_db()
    user.emailaddress_set.update(email=user.email, verified=verified)
    return user


def test_an_address_of_the_website_is_owner_at_once_and_only_the_first(shop: Organisation) -> None:
    first, second = of_the_house("Wil"), of_the_house("Zus")
    claim = {"organisation_id": shop.pk, **NOW}
    assert claims.claim(user=first, words="", **claim) == ClaimState.GRANTED
    assert role_of(first, shop) == "owner"
    with pytest.raises(ValidationError):
        claims.claim(user=first, words="", **claim)
    with pytest.raises(ValidationError, match="zin"):
        claims.claim(user=second, words=" ", **claim)
    for _twice in range(2):
        assert claims.claim(user=second, words="Ik doe de kas.", **claim) == ClaimState.OPEN
    assert PageClaim.objects.filter(user=second).count() == 1
    assert role_of(second, shop) == ""
    assert [case.name for case in belonging.claims(first, moderator=False, on=TODAY)] == ["Zus"]


@pytest.mark.parametrize("less", ["verified", "of_age"])
def test_without_a_confirmed_address_or_age_nothing_is_claimed(shop: Organisation, less: str) -> None:
    user = of_the_house("Wil", **{less: False})
    with pytest.raises(ValidationError):
        claims.claim(organisation_id=shop.pk, words="Ik werk hier.", user=user, **NOW)
    assert role_of(user, shop) == ""
    assert not PageClaim.objects.exists()


@pytest.mark.parametrize("who", ["moderator", "owner", "editor", "treasurer", "other", "self"])
@pytest.mark.parametrize("yes", [True, False])
def test_who_decides_on_a_claim(shop: Organisation, dana: User, who: str, yes: bool) -> None:
    asker = adult("Vraag")
    claims.claim(organisation_id=shop.pk, words="Ik doe de kas.", user=asker, **NOW)
    assert {notice.user_id for notice in Notice.objects.all()} == {dana.pk}
    number = PageClaim.objects.get().pk
    doer = {"moderator": dana, "self": asker}.get(who) or put(adult("Doer"), shop, "" if who == "other" else who)
    decide = {"number": number, "grant": yes, "by": doer, "moderator": who == "moderator", **NOW}
    if who not in {"moderator", "owner"}:
        with pytest.raises(PermissionDenied):
            claims.decide(reason="Nee.", **decide)
        assert PageClaim.objects.get().state == ClaimState.OPEN
        assert role_of(asker, shop) == ""
        return
    if not yes:
        with pytest.raises(ValidationError):
            claims.decide(reason="\x00 ", **decide)
    claims.decide(reason="" if yes else "We kennen je niet.", **decide)
    expected = ("editor" if who == "owner" else "owner") if yes else ""
    assert role_of(asker, shop) == expected
    assert Notice.objects.filter(user=asker).count() == 1
    with pytest.raises(ValidationError):
        claims.decide(reason="Nog eens.", **decide)


def test_mails_are_in_the_reader_s_language(
    shop: Organisation, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    owner = put(adult("Olga"), shop, "owner")
    adult("Gijs", language="en")
    members.invite(organisation_id=shop.pk, email="gijs@voorbeeld.example", role="editor", by=owner, **NOW)
    notice = Notice.objects.get()
    assert "invites you" in notice.subject
    assert re.search(r"/en/my-organisations/invitation/\S+/", notice.text)
    assert mail.outbox == []
