"""One's own data: the download and the erasure are of who is signed in and proved it again, or of who has the link."""

from datetime import timedelta

from kracht.kernel import clock
from kracht.surfaces.mydata.models import Door, Download
from kracht.surfaces.mydata.queries import token_hash
from tests.safety.matrix.format import World, get, post

MINE = "outside: sign; *: ok"
AGAIN = "outside: sign; *: again"
ONE = {"own": "resident: ok; outside: sign; *: none", "gone missing": "outside: sign; *: none"}
DOOR = {"open": "*: ok", "gone missing": "*: gone"}


def plant(world: World) -> None:
    """A file of the resident, one that is too old, and links of an address without an account."""
    now, day = clock.now(), timedelta(days=1)
    user = world.people["resident"]
    for state, ends in (("own", now + day), ("gone", now - day)):
        row = Download.objects.create(user=user, language="nl", asked_at=now, ends_at=ends, file=b"zip")
        world.add("download", state, number=row.pk)
    world.add("download", "missing", number=0)
    for state, ends in (("open", now + day), ("gone", now - day)):
        Door.objects.create(
            token_hash=token_hash(f"deur-{state}"), address="inzender@voorbeeld.example", made_at=now, ends_at=ends
        )
        world.add("door", state, token=f"deur-{state}")
    world.add("door", "missing", token="geen")


ROWS = [
    get("account/my-data/", MINE),
    post("account/my-data/download/", MINE, fresh=True),
    post("account/my-data/download/", AGAIN),
    get("account/my-data/download/<int:number>/", ONE, of="download", fresh=True),
    get("account/my-data/download/<int:number>/", dict.fromkeys(ONE, AGAIN), of="download"),
    get("account/my-data/erase/", MINE, fresh=True),
    get("account/my-data/erase/", AGAIN),
    post("account/my-data/erase/", f"owners: bad; {MINE}", body={"step": "choose"}, fresh=True, writes=False),
    post("account/my-data/erase/", "outside: sign; resident: ok; *: bad", fresh=True,
         body={"step": "sure", "sure": "rosa@voorbeeld.example"}),
    post("account/my-data/erase/", AGAIN, body={"step": "sure", "sure": "rosa@voorbeeld.example"}),
    get("my-data/", "*: ok"),
    post("my-data/", "*: bad", body={"email": "geen"}, never="a good one answers alike for known and unknown: own tests"),
    get("my-data/<str:token>/", DOOR, of="door"),
    post("my-data/<str:token>/", DOOR, of="door", body={"act": "download"}, writes=False),
    post("my-data/<str:token>/", DOOR, of="door", body={"step": "sure", "sure": "inzender@voorbeeld.example"}),
]  # fmt: skip
