"""The partner desk, and what partners do with a key."""

from django.test import Client

from kracht.domains.initiatives.queries import fed
from kracht.domains.initiatives.tests.factories import AT, SOURCE
from kracht.domains.partners.facts import PartnerFact, Scope
from kracht.domains.partners.models import Partner, TagUse
from kracht.domains.partners.operations import feed, keys, publishing, tags
from kracht.domains.partners.queries import partners
from kracht.domains.partners.rules import records
from kracht.kernel import clock
from tests.safety.matrix.format import World, get, post, send

KEEPERS = "moderator administrator org_owner org_editor: ok; outside: sign; *: no"
ABSENT = "outside: sign; *: none"
MODERATORS = "moderator administrator: ok; outside: sign; *: no"
JUDGES = MODERATORS.replace("outside", "org_owner org_editor: no; outside")
KEYED = "key: ok; key_bare key_other: no; *: key"
RECORD = {"name": "Buurtkas Noord", "summary": "Buren telen samen groente."}
COUNTED = {"guard_taken", "partners_key"}  # how often a key is used, and when last


def _partner(world: World, state: str, word: str) -> PartnerFact:
    number = world.things["organisation"][state]["number"]
    Partner.objects.create(
        organisation_id=number, source=f"partner:{word}", namespace=word, state="active", created_at=AT,
        contact_email=f"{word}@voorbeeld.example",
    )  # fmt: skip
    found = partners.by_organisation(number)
    assert found
    return found


def _key(owner: PartnerFact, scopes: list[str]) -> keys.MadeKey:
    end = clock.now().replace(year=clock.now().year + 1)
    return keys.make(partner_id=owner.id, name="Matrix", scopes=scopes, expires_at=end, by=SOURCE, at=clock.now())


def _client(made: keys.MadeKey) -> Client:
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {made.secret}"})


def plant(world: World) -> None:
    """Two partners with keys; one of them has a record, a tag that waits, and a webhook with a message."""
    own, other = _partner(world, "own", "kas"), _partner(world, "other", "west")
    every = list(Scope.values)
    made = _key(own, every)
    world.plays("key", client=_client(made))
    world.plays("key_bare", client=_client(_key(own, [Scope.READ])))
    world.plays("key_other", client=_client(_key(other, every)))
    item = records.read({**RECORD, "sourceKey": "een"})
    publishing.put_many(partner=own, items=[item], whole=True, by=SOURCE, at=clock.now())
    name = tags.define(partner_id=own.id, word="mooi", label_nl="Mooi", needs_clearance=True, by=SOURCE, at=AT)
    entry = world.things["entry"]["published"]
    tags.put_on(name=name, initiative_id=entry["key"], by=SOURCE, at=AT, partner_id=other.id)
    hook, _secret = feed.subscribe(partner_id=own.id, url="http://127.0.0.1/x", scope="own", by=SOURCE, at=AT)
    feed.send_test(hook_id=hook, partner_id=own.id, by=SOURCE, at=AT)
    use = TagUse.objects.get(tag__name=name)
    numbers = {
        "slug": own.slug, "key": made.id, "use": use.pk, "tag": use.tag_id, "hook": hook,
        "message": feed.Delivery.objects.get(webhook_id=hook).pk,
    }  # fmt: skip
    world.add("partner", "own", **numbers)
    world.add("partner", "missing", **(numbers | {"slug": "geen-van-alle"}))
    fresh = fed.slugs_of(own.source, ["een"])["een"]
    world.add("record", "own", key="een", tag=name, slug=entry["slug"], fresh=fresh)
    world.add("record", "missing", key="geen", tag="kas:geen", slug="bestaat-niet", fresh="bestaat-niet")


def desk(part: str, body: dict[str, str], path: str = "", **more: object) -> list[object]:
    """A page of the desk that is read and written."""
    route = f"partners/<slug:slug>/{part}"
    both = {"own": KEEPERS, "missing": ABSENT}
    return [get(route, both, of="partner"), post(route, both, of="partner", body=body)]


def act(part: str, path: str, body: dict[str, str] | None = None) -> object:
    """One act at the desk."""
    both = {"own": KEEPERS, "missing": ABSENT}
    return post(f"partners/<slug:slug>/{part}", both, of="partner", path=path, body=body or {})


SELF = {"about": "Anders", "licence": "CC0-1.0", "contact_email": "anders@voorbeeld.example"}
KEY = {"name": "Nieuw", "scopes": "read", "expires_on": f"{clock.today().year + 1}-01-31"}
ROWS = [
    get("partners/", "*: ok"),
    get("partners/desk/", "outside: sign; org_owner org_editor: go; moderator administrator: ok; *: go"),
    get("partners/become/", "outside: sign; *: ok"),
    post("partners/become/", "outside: sign; *: ok", writes=False),  # nobody acts for an organisation here
    *desk("", SELF),
    *desk("keys/", KEY),
    *desk("tags/", {"word": "nieuw", "label_nl": "Nieuw"}),
    *desk("clearance/", {"use": "{use}", "act": "yes"}),
    *desk("webhooks/", {"url": "http://127.0.0.1/y", "scope": "own"}),
    get("partners/<slug:slug>/records/", {"own": KEEPERS, "missing": ABSENT}, of="partner"),
    post(
        "partners/<slug:slug>/decide/", {"own": JUDGES, "missing": ABSENT}, of="partner",
        body={"act": "suspend", "reason": "Er kwamen veel klachten."},
    ),
    act("keys/<int:number>/<slug:act>/", "partners/{slug}/sleutels/{key}/revoke/"),
    act("tags/<int:number>/remove/", "partners/{slug}/trefwoorden/{tag}/weg/"),
    act("webhooks/<int:number>/<slug:act>/", "partners/{slug}/webhooks/{hook}/off/"),
    act("webhooks/log/<int:number>/again/", "partners/{slug}/webhooks/log/{message}/opnieuw/"),
    get("api/v1/organisations/own", "keys: ok; *: key", also=COUNTED),
    send(
        "PATCH", "api/v1/organisations/own", "key key_other: ok; key_bare: no; *: key",
        body={"summary": "Buren helpen buren."}, json=True, also=COUNTED,
    ),
    get("api/v1/tags", "*: ok"),
    get("api/v1/changes", "*: ok"),
    send("POST", "api/v1/initiatives", "key key_other: ok; key_bare: no; *: key", body=RECORD, json=True, also=COUNTED),
    get("api/v1/initiatives/by-source", "keys: ok; *: key", also=COUNTED),
    send(
        "POST", "api/v1/initiatives/by-source", "key key_other: bad; key_bare: no; *: key",
        body={"sourceKey": "x"}, json=True, also=COUNTED, never="a batch is a list, which a row cannot hold: test_own",
    ),
    get(
        "api/v1/initiatives/by-source/<any:key>",
        {"own": "key key_bare: ok; key_other: none; *: key", "missing": "keys: none; *: key"}, of="record", also=COUNTED,
    ),
    send(
        "PUT", "api/v1/initiatives/by-source/<any:key>", "key key_other: ok; key_bare: no; *: key",
        path="api/v1/initiatives/by-source/nieuw", body=RECORD, json=True, also=COUNTED,
    ),
    send(
        "PATCH", "api/v1/initiatives/by-source/<any:key>",
        {"own": "key: ok; key_bare: no; key_other: none; *: key", "missing": "key key_other: none; key_bare: no; *: key"},
        of="record", body={"people": 7}, json=True, also=COUNTED,
    ),
    send(
        "DELETE", "api/v1/initiatives/by-source/<any:key>",
        {"own": "key: ok; key_bare: no; key_other: none; *: key", "missing": "key key_other: none; key_bare: no; *: key"},
        of="record", also=COUNTED,
    ),
    send("PUT", "api/v1/tags/<str:tag>", {"own missing": KEYED}, of="record", body={"label": "Anders"}, json=True, also=COUNTED),
    send(
        "PUT", "api/v1/tags/<str:tag>/initiatives/<str:slug>",
        {"own": "key: ok; key_bare: no; key_other: ok; *: key", "missing": "key key_other: none; key_bare: no; *: key"},
        of="record", path="api/v1/tags/{tag}/initiatives/{fresh}", also=COUNTED,
    ),
    send(
        "DELETE", "api/v1/tags/<str:tag>/initiatives/<str:slug>",
        {"own": "key key_other: ok; key_bare: no; *: key", "missing": "key key_other: none; key_bare: no; *: key"},
        of="record", also=COUNTED,
    ),
]  # fmt: skip
