"""People and their organisations: members, requests, invitations, profiles, roles."""

from datetime import timedelta

from kracht.foundation.access.facts import Role, Scope
from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import person
from kracht.foundation.organisations.models import Invitation, PageClaim
from kracht.foundation.organisations.operations.members import digest
from kracht.foundation.profiles.facts import FIELDS
from kracht.foundation.profiles.models import Profile
from kracht.kernel import clock
from tests.safety.matrix.format import World, get, post

MINE = "outside: sign; *: ok"
GONE = "draft withdrawn missing"
BELONGS = {
    "own": "outside: sign; organisation: ok; *: none",
    "other": "outside: sign; org_other: ok; *: none",
    GONE: "outside: sign; *: none",
}
EDITS = {
    "own": "outside: sign; org_owner org_editor: ok; org_treasurer: no; *: none",
    "other": "outside: sign; org_other: ok; *: none",
    GONE: "outside: sign; *: none",
}
MANAGES = EDITS | {"own": "outside: sign; org_owner: ok; organisation: no; *: none"}
LEAVES = {
    "own": "outside: sign; org_owner: go; organisation: ok; *: none",  # the last owner stays
    "other": "outside: sign; org_other: go; *: none",
    GONE: "outside: sign; *: none",
}
ACTS = {
    "own": "outside: sign; organisation: go; *: no",
    "other": "outside: sign; org_other: go; *: no",
    GONE: "outside: sign; *: no",
}
SEES = {"own other": MINE, GONE: "outside: sign; *: none"}
# only the resident said to be 16 or older, and belongs nowhere
CLAIMS = {"own other": "outside: sign; resident: ok; *: bad", GONE: "outside: sign; *: none"}
ANSWERS = {
    "open": "outside: sign; resident: ok; organisation: go; *: bad",  # members are in already
    "old missing": "outside: sign; *: gone",
}
ADMIN = "administrator: ok; outside: sign; *: no"
SOMEONE = "?email=rosa@voorbeeld.example"
HIDDEN = {f"show_{name}": "nobody" for name in FIELDS}


def plant(world: World) -> None:
    """Members of two organisations, a request, invitations and profiles."""
    User.objects.filter(pk=world.people["resident"].pk).update(of_age_at=clock.now())
    for role, state, held in (
        ("org_owner", "own", Role.OWNER),
        ("org_editor", "own", Role.EDITOR),
        ("org_treasurer", "own", Role.TREASURER),
        ("org_other", "other", Role.OWNER),
    ):
        user = world.people.get(role) or person(role.replace("_", "").title())
        key = str(world.things["organisation"][state]["number"])
        Grant.objects.get_or_create(
            user=user,
            role=held,
            scope_type=Scope.ORGANISATION,
            scope_key=key,
            ends_on=None,
            defaults={"starts_on": world.today},
        )
        if role not in world.people:
            world.plays(role, user)
    _asked(world)
    _profiles(world)
    grant = Grant.objects.get(user=world.people["servant"])
    world.add("role", "held", number=grant.pk, email=world.people["servant"].email)
    world.add("role", "missing", number=0, email=world.people["servant"].email)


def _asked(world: World) -> None:
    at, own = clock.now(), world.things["organisation"]["own"]["number"]
    for state in ("open", "refused"):
        made = PageClaim.objects.create(
            organisation_id=own, user=person(f"Vraag{state}"), words="Ik werk daar.", evidence="word", state=state,
            created_at=at,
        )  # fmt: skip
        world.add("request", state, number=made.pk)
    world.add("request", "missing", number=0)
    for state, days in (("open", 1), ("old", -1)):
        Invitation.objects.create(
            organisation_id=own, email=world.people["resident"].email, role="editor", digest=digest(f"kom-{state}"),
            created_at=at, expires_at=at + timedelta(days=days), ended_at=None if state == "open" else at,
        )  # fmt: skip
        world.add("membership", state, token=f"kom-{state}")
    world.add("membership", "missing", token="x" * 32)


def _profiles(world: World) -> None:
    at = clock.now()
    for state in ("public", "members", "nobody"):
        user = person(f"Profiel{state}", of_age_at=at)
        Profile.objects.create(user=user, slug=state, show_name=state, created_at=at, updated_at=at)
        world.add("profile", state, slug=state)
    world.add("profile", "missing", slug="niemand-van-ons")


ROWS = [
    get("my-organisations/", MINE),
    post("my-organisations/act/", ACTS, of="organisation", body={"organisation": "{slug}"}, writes=False),
    get("my-organisations/requests/", "outside: sign; moderator org_owner org_other: ok; *: no"),
    post(
        "my-organisations/requests/<int:number>/",
        {
            "open": "outside: sign; moderator org_owner: ok; *: no",
            "refused": "outside: sign; moderator org_owner: go; *: no",
            "missing": "outside: sign; *: go",
        },
        of="request",
        body={"act": "grant"},
    ),
    get(
        "my-organisations/invitation/<str:token>/",
        {"open": MINE, "old missing": "outside: sign; *: gone"},
        of="membership",
    ),
    post("my-organisations/invitation/<str:token>/", ANSWERS, of="membership"),
    get("organisations/<slug:slug>/manage/", BELONGS, of="organisation"),
    post(
        "organisations/<slug:slug>/manage/",
        EDITS,
        of="organisation",
        body={"name": "Andere naam", "sector": "giving", "kind": "other"},
    ),
    get("organisations/<slug:slug>/members/", BELONGS, of="organisation"),
    post(
        "organisations/<slug:slug>/members/",
        MANAGES,
        of="organisation",
        body={"email": "nieuw@voorbeeld.example", "role": "editor"},
    ),
    post("organisations/<slug:slug>/members/change/", LEAVES, of="organisation", body={"act": "leave"}),
    get("organisations/<slug:slug>/i-work-here/", SEES, of="organisation"),
    post("organisations/<slug:slug>/i-work-here/", CLAIMS, of="organisation", body={"words": "Ik werk daar."}),
    get("my-profile/", MINE),
    post("my-profile/", MINE, body={"about": "Ik bak brood.", **HIDDEN}),
    get("people/", "*: ok"),
    get(
        "people/<slug:slug>/",
        {"public": "*: ok", "members": "outside: none; *: ok", "nobody missing": "*: none"},
        of="profile",
    ),
    get("desk/roles/", ADMIN, query=SOMEONE),
    post("desk/roles/", ADMIN, query=SOMEONE, body={"role": "moderator", "scope": "whole"}),
    post(
        "desk/roles/end/",
        {"held": ADMIN, "missing": "administrator: go; outside: sign; *: no"},
        of="role",
        body={"email": "{email}", "role": "{number}"},
    ),
]
