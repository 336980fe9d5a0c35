"""A person about whom something stands in every table that can hold something about a person.

Every personal text field gets a word of its own, so that a test can see which one the download forgets, or the erasure
leaves. A table that is new here fails `test_every_table_is_planted`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session

from kracht.domains.initiatives.models import Claim, Invitation, Owner, Proposal, Submission, Version
from kracht.domains.initiatives.operations import entering
from kracht.domains.initiatives.tests.factories import SOURCE, publish, values
from kracht.domains.partners.models import Partner
from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.models import SignedIn, User
from kracht.foundation.audit import operations as audit
from kracht.foundation.notify.models import Notice, SentMail
from kracht.foundation.organisations import operations as organisations
from kracht.foundation.organisations.facts import OrganisationValues
from kracht.foundation.organisations.models import Invitation as Joining
from kracht.foundation.organisations.models import PageClaim
from kracht.foundation.profiles.models import Profile
from kracht.foundation.subscriptions.models import Subscription, Topic
from kracht.surfaces.mydata.models import Door, Download

ADDRESS = "anna.zonneveld@planten.example"
NAME = "Annabel Zonneveld-Kwik"
PHONE = "06-98765432"


def _user(user: User, at: datetime) -> list[str]:
    User.objects.filter(pk=user.pk).update(name=NAME, last_login=at, of_age_at=at)
    user.refresh_from_db()
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "sleutel-woord", "credential": {}}
    )
    return ["sleutel-woord", NAME]


def _session(user: User, at: datetime) -> list[str]:
    session = Session.objects.create(session_key="planted", session_data="x", expire_date=at + timedelta(days=3))
    SignedIn.objects.create(
        user=user, session=session, browser="browser-woord", system="systeem-woord", since=at, seen_on=at.date()
    )
    return ["browser-woord", "systeem-woord"]


def _grant(user: User, at: datetime) -> list[str]:
    Grant.objects.create(user=user, role="moderator", scope_type="area", scope_key="gebied-woord", starts_on=at.date())
    return ["gebied-woord"]


def _notice(user: User, at: datetime) -> list[str]:
    words = ["kind-woord", "aboutkey-woord", "onderwerp-woord", "tekst-woord", "html-woord"]
    fields = dict(zip(("kind", "about_key", "subject", "text", "html"), words, strict=True))
    Notice.objects.create(address=ADDRESS, language="nl", about_type="x", created_at=at, sent_at=at, **fields)
    Notice.objects.create(  # to somebody else, about this person
        address="moderator@voorbeeld.example", kind="x/y", language="nl", subject="Nieuw", sent_at=at, created_at=at,
        text=f"{NAME} ({ADDRESS}) stuurde iets in.", html=f"<p>{NAME}</p>",
    )  # fmt: skip
    return words


def _sent_mail(user: User, at: datetime) -> list[str]:
    SentMail.objects.create(address=ADDRESS, subject="post-woord", text="brief-woord", html="opmaak-woord", at=at)
    return ["post-woord", "brief-woord", "opmaak-woord"]


def _organisation(user: User, at: datetime) -> list[str]:
    values = OrganisationValues(name="Stichting Plant", sector="giving", email=ADDRESS, phone="020-5556677")
    organisations.create(values=values, by=user, at=at, publish=True)
    return ["020-5556677"]


def _initiative(user: User, at: datetime) -> list[str]:
    row = publish("Buurtkas Plant", contact_name=NAME, contact_email=ADDRESS, contact_phone=PHONE, contact_public=True)
    Submission.objects.create(
        initiative=row, email=ADDRESS, token_hash="a" * 64, once_key="plant", created_at=at, confirmed_at=at,
        reason="reden-woord",
    )  # fmt: skip
    told = values("Nog niet te zien", contact_name=NAME, contact_phone=PHONE)
    taken = entering.submit(values=told, email=ADDRESS, once_key="plant2", language="nl", by=SOURCE, at=at)
    entering.confirm(token=taken.token, by=SOURCE, at=at)
    return [PHONE, "Buurtkas Plant", "Nog niet te zien", "reden-woord"]


def _owning(user: User, at: datetime) -> list[str]:
    row = publish("Kas van een ander", contact_name=NAME, contact_phone=PHONE, contact_public=True)
    Owner.objects.create(initiative=row, user=user, evidence="email", since=at)
    Claim.objects.create(
        initiative=row, user=user, evidence="words", state="moderator", words="claim-woord", reason="antwoord-woord",
        created_at=at,
    )  # fmt: skip
    Invitation.objects.create(
        initiative=row, kind="share", email=ADDRESS, inviter=user, token_hash="c" * 64, created_at=at
    )
    Proposal.objects.create(
        initiative=row, user=user, email=ADDRESS, token_hash="d" * 64, once_key="plant3", state="open", why="waarom-woord",
        changes={"summary": {"from": "", "to": "wijziging-woord"}}, reason="besluit-woord", created_at=at,
    )  # fmt: skip
    Version.objects.create(
        initiative=row, number=1, at=at, actor_key=user.audit_key, verb="x",
        document={"name": row.name, "contact_name": NAME, "contact_email": "", "contact_phone": PHONE},
    )  # fmt: skip
    return ["claim-woord", "antwoord-woord", "waarom-woord", "wijziging-woord", "besluit-woord", "Kas van een ander"]


def _subscription(user: User, at: datetime) -> list[str]:
    topic = Topic.objects.create(kind="initiatives", key="volg-woord", params=[["q", "zoek-woord"]])
    Subscription.objects.create(
        topic=topic,
        address=ADDRESS,
        cadence="daily",
        language="nl",
        nonce="n",
        created_at=at,
        asked_at=at,
        confirmed_at=at,
    )
    return ["zoek-woord"]


def _audit(user: User, at: datetime) -> list[str]:
    audit.record(by=user, verb="daad-woord", target=user, at=at)
    return ["daad-woord"]


def _asked(user: User, at: datetime) -> list[str]:
    Download.objects.create(user=user, language="nl", asked_at=at, ends_at=at + timedelta(days=7), file=b"zip")
    Door.objects.create(token_hash="e" * 64, address=ADDRESS, made_at=at, ends_at=at + timedelta(days=1))
    return []


def _page_claim(user: User, at: datetime) -> list[str]:
    values = OrganisationValues(name="Wijkbedrijf Plant", sector="business")
    row = organisations.create(values=values, by=user, at=at, publish=True)
    PageClaim.objects.create(
        organisation=row, user=user, words="verzoek-woord", reason="weigering-woord", evidence="words", created_at=at
    )
    Joining.objects.create(
        organisation=row,
        email=ADDRESS,
        role="editor",
        digest="f" * 64,
        created_at=at,
        expires_at=at + timedelta(days=9),
    )
    Partner.objects.create(organisation=row, source="plant", namespace="plant", contact_email=ADDRESS, created_at=at)
    return ["verzoek-woord", "weigering-woord"]


def _profile(user: User, at: datetime) -> list[str]:
    told = dict.fromkeys(["about", "neighbourhood", "skills", "contact"], "")
    told = {name: f"profiel-{name}" for name in told}
    Profile.objects.create(user=user, slug="profiel-adres", created_at=at, updated_at=at, **told)
    return [*told.values(), "profiel-adres"]


PLANTERS: dict[str, Callable[[User, datetime], list[str]]] = {
    "accounts.User": _user,
    "accounts.SignedIn": _session,
    "access.Grant": _grant,
    "notify.Notice": _notice,
    "notify.SentMail": _sent_mail,
    "organisations.Organisation": _organisation,
    "organisations.PageClaim": _page_claim,
    "profiles.Profile": _profile,
    "initiatives.Initiative": _initiative,
    "initiatives.Owner": _owning,
    "subscriptions.Subscription": _subscription,
    "audit.Entry": _audit,
    "mydata.Download": _asked,
}
# planted together with the table named
WITH = {
    "initiatives.Submission": "initiatives.Initiative",
    "initiatives.Claim": "initiatives.Owner",
    "initiatives.Invitation": "initiatives.Owner",
    "initiatives.Proposal": "initiatives.Owner",
    "initiatives.Version": "initiatives.Owner",
    "mydata.Door": "mydata.Download",
    "organisations.Invitation": "organisations.PageClaim",
    "partners.Partner": "organisations.PageClaim",
}
# hold the number of a person and no word about one; the tests of their apps see the number go
NUMBERS = {
    "partners.Key", "partners.TagUse", "imports.Source", "imports.Run", "labels.Review", "value.Appraisal",
    "value.Evidence", "value.Review", "value.Publication", "value.ValueSet", "value.GiftWord",
}  # fmt: skip
# hold files and texts about an initiative; the tests of their apps see them go
THEIRS = {"labels.Document", "labels.Evidence", "value.Gift"}
# the trail under a number; what is on the map; filters that anyone may follow
STAYS = {"daad-woord", "Buurtkas Plant", "Kas van een ander", "zoek-woord"}


def plant(user: User, *, at: datetime) -> list[str]:
    """Put something everywhere; returns the words that the download must hold."""
    return [word for planter in PLANTERS.values() for word in planter(user, at)]


def models_planted() -> set[str]:
    """The tables that this file knows."""
    return set(PLANTERS) | set(WITH) | NUMBERS | THEIRS


__all__ = ["ADDRESS", "NAME", "PHONE", "STAYS", "models_planted", "plant"]
