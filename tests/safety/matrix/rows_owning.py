"""Owners: claims, sharing, changes and proposals, versions, reminders. `coowner` owns it too; others propose."""

from kracht.domains.initiatives.facts import Evidence
from kracht.domains.initiatives.models import Claim, Proposal, Version
from kracht.domains.initiatives.operations import owning, proposing, reminding
from kracht.domains.initiatives.queries import documents
from kracht.domains.initiatives.rules import token_hash
from kracht.domains.initiatives.tests.factories import AT, UTRECHT, publish, values
from kracht.foundation.accounts.tests.factories import person
from kracht.kernel import clock
from tests.safety.matrix.format import World, get, post
from tests.safety.matrix.rows_desk import FORM

WORDS = "Ik help elke zaterdag mee in deze tuin."


def plant(world: World) -> None:
    """Two entries with the same owners, one of which they took off the map, with all that can happen around the first."""
    for role in ("owner", "coowner"):
        if role not in world.people:
            world.plays(role, person(role.title()))
    rows = {state: publish(f"Eigen {state}", lat=UTRECHT[0], lon=UTRECHT[1]) for state in ("own", "off")}
    for state, row in rows.items():
        for role in ("owner", "coowner"):
            owning.become_owner(
                row,
                user=world.people[role],
                organisation_id=None,
                evidence=Evidence.OWNER,
                by=world.people[role],
                at=AT,
            )
        Version.objects.create(
            initiative=row, number=1, at=AT, document=documents.present(row.pk) | {"summary": "Eerst"}
        )
        world.add("mine", state, slug=row.slug, number=1)
    owning.take_off(key=rows["off"].pk, by=world.people["owner"], at=clock.now())
    world.add("mine", "waiting", slug="waiting-1", number=1)
    world.add("mine", "missing", slug="bestaat-niet", number=1)
    _around(world, rows["own"].pk)


def _around(world: World, key: int) -> None:
    owner, at = world.people["owner"], clock.now()
    token = owning.invite(key=key, email="iris@voorbeeld.example", kind="join", by=owner, at=at)
    world.add("invitation", "open", token=token)
    world.add("invitation", "missing", token="x" * 43)
    world.add("reminder", "open", token=reminding.token_of(key, AT))
    world.add("reminder", "missing", token="x:y:z")
    for state in ("draft", "open"):
        told = values("Eigen own", lat=UTRECHT[0], lon=UTRECHT[1], summary="Beter gezegd")
        made = proposing.propose(
            key=key, values=told, seen=1, why="", user=None, email="iris@voorbeeld.example", language="nl",
            once_key=state * 5, at=at,
        )  # fmt: skip
        Proposal.objects.filter(pk=made.number).update(state=state, token_hash=token_hash(state))
        world.add("proposal", state, number=made.number, token=state)
    world.add("proposal", "missing", number=0, token="x" * 43)
    for state in ("owner", "desk"):
        claim = Claim.objects.create(
            initiative_id=key, user=person(f"Vraagt{state}"), evidence="word", state=state, words=WORDS, created_at=at
        )
        world.add("claim", state, number=claim.pk)
    world.add("claim", "missing", number=0)


ENTRY = "initiatives/<slug:slug>/"
NONE = "*: none"
SIGNED_NONE = "outside: sign; *: none"
OFF = "outside: sign; owners: {}; *: none"
OWN = "outside: sign; owners: {}; *: no"
ROWS = [
    get(ENTRY + "mine/", {"own": "outside: sign; *: ok", "off waiting missing": SIGNED_NONE}, of="mine"),
    post(
        ENTRY + "mine/",
        {"own": "outside: sign; owners: bad; *: ok", "off waiting missing": SIGNED_NONE},
        of="mine",
        body={"evidence": "word", "words": WORDS},
    ),
    get(
        ENTRY + "owners/",
        {"own": OWN.format("ok"), "off": OFF.format("ok"), "waiting missing": SIGNED_NONE},
        of="mine",
    ),
    post(
        ENTRY + "owners/",
        {"own": OWN.format("ok"), "off": OFF.format("ok"), "waiting missing": SIGNED_NONE},
        of="mine",
        body={"act": "invite", "email": "nieuw@voorbeeld.example", "kind": "join"},
    ),
    get(ENTRY + "change/", {"own": "*: ok", "off": "owners: ok; *: none", "waiting missing": NONE}, of="mine"),
    post(
        ENTRY + "change/",
        {"own": "*: ok", "off": "owners: ok; *: none", "waiting missing": NONE},
        of="mine",
        body=FORM,
    ),
    get(
        ENTRY + "versions/",
        {
            "own": "*: ok",
            "off": "owners moderator: ok; *: none",
            "waiting": "moderator: ok; *: none",
            "missing": NONE,
        },
        of="mine",
    ),
    get(
        ENTRY + "versions/<int:number>/",
        {"own": "*: ok", "off": "owners moderator: ok; *: none", "waiting missing": NONE},
        of="mine",
    ),
    post(
        ENTRY + "versions/<int:number>/",
        {"own": "owners moderator: ok; *: no", "off": "owners moderator: ok; *: none", "waiting missing": NONE},
        of="mine",
    ),
    get("my-initiatives/", "outside: sign; *: ok"),
    post(
        "my-initiatives/<slug:slug>/",
        {"own": OWN.format("ok"), "off": OFF.format("go"), "waiting missing": SIGNED_NONE},
        of="mine",
        body={"act": "still_right"},
    ),
    get(
        "invitation/<str:token>/",
        {"open": "outside: sign; *: ok", "missing": "outside: sign; *: gone"},
        of="invitation",
    ),
    post(
        "invitation/<str:token>/",
        {"open": "outside: sign; *: ok", "missing": "outside: sign; *: gone"},
        of="invitation",
        body={"act": "accept"},
    ),
    get("still-right/<str:token>/", {"open": "*: ok", "missing": "*: gone"}, of="reminder"),
    post("still-right/<str:token>/", {"open": "*: ok", "missing": "*: gone"}, of="reminder", body={"act": "right"}),
    get("proposals/confirm/<str:token>/", {"draft open": "*: ok", "missing": "*: gone"}, of="proposal"),
    post("proposals/confirm/<str:token>/", {"draft open": "*: ok", "missing": "*: gone"}, of="proposal"),
    get(
        "proposals/<int:number>/",
        {"open": "outside: sign; owners moderator: ok; *: none", "draft missing": SIGNED_NONE},
        of="proposal",
    ),
    post(
        "proposals/<int:number>/",
        {"open": "outside: sign; owners moderator: ok; *: none", "draft missing": SIGNED_NONE},
        of="proposal",
        body={"act": "take", "take": ["summary"]},
    ),
    get(
        "requests/<int:number>/",
        {
            "owner": "outside: sign; owners moderator: ok; *: none",
            "desk": "outside: sign; moderator: ok; *: none",
            "missing": SIGNED_NONE,
        },
        of="claim",
    ),
    post(
        "requests/<int:number>/",
        {
            "owner": "outside: sign; owners moderator: ok; *: none",
            "desk": "outside: sign; moderator: ok; *: none",
            "missing": SIGNED_NONE,
        },
        of="claim",
        body={"act": "grant"},
    ),
    get("desk/requests/", "outside: sign; moderator: ok; *: no"),
]
