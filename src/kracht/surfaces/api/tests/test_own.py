"""Writing with a key: what is taken, what is refused, and that nothing happens twice."""

import json
from datetime import timedelta
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client

from kracht.domains.initiatives.facts import State
from kracht.domains.initiatives.models import Initiative, Provenance
from kracht.domains.partners.facts import PartnerFact
from kracht.domains.partners.models import Key, Partner, TagUse, Trouble
from kracht.domains.partners.operations import feed, keys, tags
from kracht.domains.partners.tests.factories import BY, key, partner
from kracht.kernel import clock
from kracht.surfaces.api import openapi
from kracht.surfaces.api.tests.conftest import World

ROOT = "/api/v1"
OWN = f"{ROOT}/initiatives/by-source"
GARDEN: dict[str, Any] = {
    "name": "Pluktuin Zuid", "summary": "Samen plukken en eten", "themes": ["groen-en-voedsel"], "people": 30,
    "latitude": 52.0907, "longitude": 5.1214, "needs": [{"kind": "hands", "text": "Plukkers"}],
    "contact": {"name": "Pien", "email": "pien@voorbeeld.example", "public": False},
}  # fmt: skip


class Caller:
    """A program of a partner."""

    def __init__(self, secret: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def send(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        body = data if isinstance(data, bytes) else json.dumps(data) if data is not None else b""
        kind = headers.pop("kind", "application/json")
        return self.client.generic(method, path, body, content_type=kind, headers=headers)

    def put(self, name: str, data: Any) -> Any:
        return self.send("PUT", f"{OWN}/{name}", data)

    def get(self, path: str) -> Any:
        return self.client.get(path)


@pytest.fixture
def owner(world: World) -> PartnerFact:
    return partner()


@pytest.fixture
def caller(owner: PartnerFact) -> Caller:
    return Caller(key(owner, at=clock.now()).secret)


def check(answer: Any, schema: str) -> None:
    """Hold an answer against the document."""
    validator = jsonschema_rs.Draft202012Validator(
        {"$ref": f"#/components/schemas/{schema}", "components": openapi.document()["components"]},
        validate_formats=True,
    )
    assert [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(answer.json())] == []


def test_put_publishes_at_once_and_again_changes_nothing(caller: Caller, owner: PartnerFact) -> None:
    first = caller.put("tuin-1", GARDEN)
    assert first.status_code == 201, first.content
    check(first, "WrittenRecord")
    said = first.json()
    assert said["outcome"] == "created"
    assert said["state"] == "published"
    assert {"name", "summary", "place", "themes"} <= set(said["ownFields"])
    assert first.headers["Location"].endswith("/initiatives/by-source/tuin-1")
    row = Initiative.objects.get(source=owner.source)
    assert (row.state, row.people, row.need_kinds) == (State.PUBLISHED, 30, ["hands"])
    again = caller.put("tuin-1", GARDEN)
    assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
    row_again = Initiative.objects.get(source=owner.source)
    assert row_again.updated_at == row.updated_at
    public = Client().get(f"{ROOT}/initiatives/{row.slug}")
    check(public, "Initiative")
    assert public.json()["contact"] is None
    assert b"pien@" not in public.content
    by = {one["field"]: one for one in public.json()["provenance"]}
    assert by["name"]["locked"]
    assert by["name"]["organisation"] == owner.slug


def test_put_replaces_and_patch_changes_only_what_it_names(caller: Caller, owner: PartnerFact) -> None:
    caller.put("tuin-1", GARDEN)
    short = {name: GARDEN[name] for name in ("name", "summary")}
    replaced = caller.put("tuin-1", short).json()
    assert (replaced["people"], replaced["needs"], replaced["latitude"]) == (None, [], None)
    patched = caller.send("PATCH", f"{OWN}/tuin-1", {"people": 12}, kind="application/merge-patch+json").json()
    assert (patched["people"], patched["name"]) == (12, GARDEN["name"])
    assert "people" in patched["ownFields"]
    assert caller.send("PATCH", f"{OWN}/geen", {"people": 12}).status_code == 404


def test_delete_leaves_a_tombstone_everywhere(caller: Caller, owner: PartnerFact) -> None:
    slug = caller.put("tuin-1", GARDEN).json()["slug"]
    assert caller.send("DELETE", f"{OWN}/tuin-1").status_code == 204
    gone = Client().get(f"{ROOT}/initiatives/{slug}")
    assert gone.status_code == 410
    check(gone, "Problem")
    assert Client().get(f"/nl/initiatieven/{slug}/").status_code == 410
    assert caller.get(f"{OWN}/tuin-1").status_code == 410
    assert caller.send("DELETE", f"{OWN}/tuin-1").status_code == 410
    while feed.pump(at=clock.now()):
        pass
    changes = Client().get(f"{ROOT}/changes")
    check(changes, "ChangeList")
    assert changes.json()["items"][-1]["kind"] == "deleted"
    assert changes.json()["items"][-1]["slug"] == slug
    back = caller.put("tuin-1", GARDEN)
    assert (back.status_code, back.json()["outcome"], back.json()["slug"]) == (200, "restored", slug)
    assert Client().get(f"{ROOT}/initiatives/{slug}").status_code == 200


def test_drafts_are_seen_by_their_partner_alone(caller: Caller, owner: PartnerFact) -> None:
    made = caller.put("tuin-1", {**GARDEN, "draft": True}).json()
    assert made["state"] == "draft"
    assert Client().get(f"{ROOT}/initiatives/{made['slug']}").status_code == 404
    assert caller.get(f"{OWN}/tuin-1").json()["state"] == "draft"
    listed = caller.get(OWN)
    check(listed, "OwnRecordList")
    assert [one["sourceKey"] for one in listed.json()["items"]] == ["tuin-1"]
    shown = caller.put("tuin-1", {**GARDEN, "draft": False}).json()
    assert shown["state"] == "published"
    assert caller.put("tuin-1", {**GARDEN, "draft": True}).status_code == 422


def test_a_batch_has_a_result_for_each(caller: Caller, owner: PartnerFact) -> None:
    records = [{**GARDEN, "sourceKey": f"n-{n}", "name": f"Tuin {n}"} for n in range(3)]
    wrong = {**GARDEN, "sourceKey": "n-9", "latitude": 48.8, "longitude": 2.3, "stage": "dood"}
    answer = caller.send("POST", OWN, [*records, wrong, 7])
    assert answer.status_code == 207, answer.content
    check(answer, "BatchResult")
    assert answer.json()["counts"] == {"created": 3, "refused": 2}
    assert answer.json()["results"][3]["errors"][0]["location"]["pointer"].startswith("#/")
    assert Trouble.objects.get().source_key == "n-9"
    lines = b"\n".join(json.dumps(one).encode() for one in records)
    again = caller.send("POST", OWN, lines, kind="application/x-ndjson")
    assert again.json()["counts"] == {"unchanged": 3}
    caller.put("n-9", GARDEN)
    assert not Trouble.objects.exists()
    assert caller.send("POST", OWN, records * 200).status_code == 413


def test_post_is_done_once_per_idempotency_key(caller: Caller, owner: PartnerFact) -> None:
    once = {"Idempotency-Key": "een"}
    first = caller.send("POST", f"{ROOT}/initiatives", GARDEN, **once)
    second = caller.send("POST", f"{ROOT}/initiatives", GARDEN, **once)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["sourceKey"] == second.json()["sourceKey"]
    assert second.headers["Location"] == first.headers["Location"]
    assert Initiative.objects.filter(source=owner.source).count() == 1
    other = caller.send("POST", f"{ROOT}/initiatives", {**GARDEN, "name": "Anders"}, **once)
    assert other.status_code == 422
    named = {**GARDEN, "sourceKey": first.json()["sourceKey"]}
    assert caller.send("POST", f"{ROOT}/initiatives", named).status_code == 409


def test_what_somebody_else_wrote_in_an_own_field_gives_way_and_other_fields_stay(
    caller: Caller, owner: PartnerFact
) -> None:
    caller.put("tuin-1", GARDEN)
    row = Initiative.objects.get(source=owner.source)
    Initiative.objects.filter(pk=row.pk).update(story="Door een buur geschreven", people=99)
    said = caller.put("tuin-1", GARDEN).json()
    row.refresh_from_db()
    assert row.people == 30
    assert row.story == "Door een buur geschreven"
    assert said["outcome"] == "changed"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b" ", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"name": "a", "name": "b"}', "application/json", 400),
        (b'{"people": NaN}', "application/json", 400),
        (b'{"people": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b'{"name": "\xff"}', "application/json", 400),
        (b"[]", "application/json", 422),
        (b"7", "application/json", 422),
        (b"{}", "application/json", 422),
        (b'{"name": "x", "summary": "y", "people": 1e400}', "application/json", 400),
        (b'{"name": "x", "summary": "y", "people": "veel"}', "application/json", 422),
        (b'{"name": "x", "summary": "y", "onzin": 1}', "application/json", 422),
        (b'{"name": "x", "summary": "y", "latitude": 52}', "application/json", 422),
        (b'{"name": "x", "summary": "y", "tags": ["geen"]}', "application/json", 422),
        (b'{"name": "x", "summary": "y", "tags": ["geen:tag"]}', "application/json", 422),
        (b'{"name": "x", "summary": "y", "modifiedAt": "gisteren"}', "application/json", 422),
        (b'{"name": "x", "summary": "y", "contact": 3, "needs": {}, "parties": [[]]}', "application/json", 422),
        (b'{"name": "\\u0000", "summary": "\\ud800"}', "application/json", 422),
        (b"name=x", "application/x-www-form-urlencoded", 415),
        (b"x" * 3_000_001, "application/json", 413),
    ],
)
def test_bad_bodies_get_a_problem(caller: Caller, body: bytes, kind: str, status: int) -> None:
    answer = caller.send("PUT", f"{OWN}/tuin-1", body, kind=kind)
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    check(answer, "Problem")
    assert not Provenance.objects.filter(source_key="tuin-1").exists()


@pytest.mark.parametrize("name", ["%00", "x" * 201, "%F0%9F%8C%B7", "a/b", "..%2f..", "%20"])
def test_any_key_gets_an_answer(caller: Caller, name: str) -> None:
    assert caller.put(name, GARDEN).status_code in {201, 404, 422}
    assert caller.get(f"{OWN}/{name}").status_code in {200, 404}


def test_a_key_opens_only_what_it_may(world: World, owner: PartnerFact, caller: Caller) -> None:
    caller.put("tuin-1", GARDEN)
    reader = Caller(key(owner, scopes=["read"], at=clock.now()).secret)
    assert reader.get(f"{OWN}/tuin-1").status_code == 200
    refused = reader.put("tuin-1", GARDEN)
    assert refused.status_code == 403
    assert "insufficient_scope" in refused.headers["WWW-Authenticate"]
    other = Caller(key(partner("Ander netwerk"), at=clock.now()).secret)
    assert other.get(f"{OWN}/tuin-1").status_code == 404
    assert other.send("DELETE", f"{OWN}/tuin-1").status_code == 404
    assert other.put("tuin-1", GARDEN).status_code == 201
    assert Initiative.objects.filter(source_key="tuin-1").count() == 2
    for stranger in (Client(), Caller("kracht_" + "a" * 38).client, Caller("x\x7f").client):
        answer = stranger.put(f"{OWN}/tuin-1", json.dumps(GARDEN), content_type="application/json")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_suspended_partner_hears_why_and_an_ended_key_opens_nothing(owner: PartnerFact, caller: Caller) -> None:
    Partner.objects.update(state="suspended", reason="Er kwamen klachten.")
    answer = caller.put("tuin-1", GARDEN)
    assert answer.status_code == 403
    assert answer.json()["detail"] == "Er kwamen klachten."
    Partner.objects.update(state="active")
    assert caller.put("tuin-1", GARDEN).status_code == 201
    number = Key.objects.get().pk
    fresh = keys.rotate(key_id=number, partner_id=owner.id, by=BY, at=clock.now())
    assert fresh
    assert caller.get(OWN).status_code == 200  # for 24 hours more
    assert Caller(fresh.secret).get(OWN).status_code == 200
    Key.objects.filter(pk=number).update(ends_at=clock.now() - timedelta(seconds=1))
    assert caller.get(OWN).status_code == 401


def test_a_key_has_so_many_requests_an_hour(owner: PartnerFact) -> None:
    caller = Caller(key(owner, at=clock.now(), per_hour=2).secret)
    first = caller.get(OWN)
    assert first.headers["RateLimit"].startswith('"hour";r=1;t=')
    caller.get(OWN)
    answer = caller.get(OWN)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    check(answer, "Problem")
    assert Key.objects.get().used_at is not None


def test_tags_are_filtered_by_and_others_need_clearance(world: World, owner: PartnerFact, caller: Caller) -> None:
    answer = caller.send("PUT", f"{ROOT}/tags/burennetwerk:pluk", {"label": "Plukken", "needsClearance": True})
    assert answer.status_code == 200, answer.content
    slug = caller.put("tuin-1", {**GARDEN, "tags": ["burennetwerk:pluk"]}).json()["slug"]
    found = Client().get(f"{ROOT}/initiatives?tag=burennetwerk:pluk").json()["items"]
    assert [one["slug"] for one in found] == [slug]
    other = Caller(key(partner("Ander netwerk"), at=clock.now()).secret)
    path = f"{ROOT}/tags/burennetwerk:pluk/initiatives/{world.garden.slug}"
    asked = other.send("PUT", path)
    assert (asked.status_code, asked.json()["state"]) == (202, "asked")
    check(asked, "TagUse")
    assert len(Client().get(f"{ROOT}/initiatives?tag=burennetwerk:pluk").json()["items"]) == 1
    use = TagUse.objects.get(state="asked")
    assert tags.decide(use_id=use.pk, partner_id=owner.id, yes=True, by=BY, at=clock.now())
    assert len(Client().get(f"{ROOT}/initiatives?tag=burennetwerk:pluk").json()["items"]) == 2
    listed = Client().get(f"{ROOT}/tags")
    check(listed, "TagList")
    assert listed.json()["items"][0]["initiatives"] == 2
    assert other.send("PUT", f"{ROOT}/tags/burennetwerk:eigen", {"label": "x"}).status_code == 403
    assert other.send("DELETE", path).status_code == 204
    assert caller.send("PUT", f"{ROOT}/tags/%00", {"label": "x"}).status_code == 404


def test_the_feed_goes_on_from_where_one_was(world: World) -> None:
    feed.pump(at=clock.now())
    first = Client().get(f"{ROOT}/changes?limit=2").json()
    assert len(first["items"]) == 2
    assert first["more"]
    seen = [one["slug"] for one in first["items"]]
    while first["more"]:
        first = Client().get(f"{ROOT}/changes?limit=2&since={first['since']}").json()
        seen += [one["slug"] for one in first["items"]]
    assert len(seen) == len(set(seen)) == 4
    now = Client().get(f"{ROOT}/changes?since=now").json()
    assert now["items"] == []
    Initiative.objects.filter(pk=world.garden.pk).update(name="Andere naam")
    feed.pump(at=clock.now())
    assert [one["kind"] for one in Client().get(f"{ROOT}/changes?since={now['since']}").json()["items"]] == ["changed"]
    for bad in ("since=x", "since=", "limit=0", "limit=1001", "since=%00", "since=now&since=now"):
        assert Client().get(f"{ROOT}/changes?{bad}").status_code == 400


def test_the_own_organisation_is_changed_in_part(caller: Caller, owner: PartnerFact) -> None:
    path = f"{ROOT}/organisations/own"
    said = {"summary": "Buren helpen buren.", "contact": {"email": "hallo@voorbeeld.example", "public": True}}
    answer = caller.send("PATCH", path, said)
    assert answer.status_code == 200
    check(answer, "Organisation")
    assert answer.json()["contact"]["email"] == "hallo@voorbeeld.example"
    caller.send("PATCH", path, {"website": "https://voorbeeld.example"})
    now = caller.get(path).json()
    assert (now["summary"], now["website"], now["name"]) == (said["summary"], "https://voorbeeld.example", owner.name)
    assert caller.send("PATCH", path, {"summary": None}).json()["summary"] == ""
    for wrong, pointer in (
        ({"name": "Anders"}, "#/name"), ({"summary": 5}, "#/summary"), ({"website": "javascript:x"}, "#/website"),
        ({"contact": {"email": "geen adres"}}, "#/contact/email"), ({"contact": []}, "#/contact"),
    ):  # fmt: skip
        refused = caller.send("PATCH", path, wrong)
        assert refused.status_code == 422, wrong
        assert refused.json()["errors"][0]["location"]["pointer"] == pointer
    bare = Caller(key(owner, scopes=["read", "write:initiatives"], at=clock.now()).secret)
    assert bare.send("PATCH", path, {"summary": "Nee"}).status_code == 403
    assert bare.get(path).status_code == 200
