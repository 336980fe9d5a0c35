"""Who sees what of whom: every audience against every reader for every field."""

import io
from datetime import UTC, datetime
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from kracht.foundation.accounts.models import User
from kracht.foundation.media.models import Picture
from kracht.foundation.places.tests.factories import small_country
from kracht.foundation.profiles import operations, personal, queries
from kracht.foundation.profiles.facts import FIELDS, Audience, ProfileValues
from kracht.foundation.profiles.models import Profile

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TEXTS = {"about": "Ik bak brood.", "neighbourhood": "Lombok", "skills": "bakken", "contact": "eva@brood.example"}


@pytest.fixture
def eva(alice: User) -> User:
    alice.of_age_at = AT
    alice.save()
    return alice


def save(user: User, **audiences: str) -> Profile:
    shown = {name: audiences.get(name, "nobody") for name in FIELDS}
    return operations.save(user=user, values=ProfileValues(**TEXTS, audiences=shown), by=user, at=AT)


def photo(size: tuple[int, int] = (300, 300)) -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, "PNG")
    return SimpleUploadedFile("eva.png", file.getvalue(), "image/png")


@pytest.mark.parametrize(("audience", "member"), list(product(Audience.values, [False, True])))
def test_a_profile_is_there_when_its_name_is(eva: User, audience: str, member: bool) -> None:
    row = save(eva, name=audience)
    expected = audience == "public" or (audience == "members" and member)
    assert (queries.by_slug(row.slug, member=member) is not None) is expected
    assert [card.name for card in queries.people(member=member).cards] == (["Alice"] if expected else [])
    assert queries.count(member=member) == int(expected)


@pytest.mark.parametrize(("field", "audience", "member"), list(product(FIELDS[1:], Audience.values, [False, True])))
def test_every_field_by_itself(eva: User, field: str, audience: str, member: bool) -> None:
    row = save(eva, name="public", **{field: audience})
    operations.put_photo(user=eva, file=photo(), by=eva, at=AT)
    shown = queries.by_slug(row.slug, member=member)
    assert shown is not None
    seen = audience == "public" or (audience == "members" and member)
    for each in FIELDS[1:]:
        assert bool(getattr(shown, each)) is (each == field and seen), each
    card = queries.people(member=member).cards[0]
    for each in ("photo", "place", "skills"):
        assert bool(getattr(card, each)) is (each == field and seen), each
    for each in ("organisations", "initiatives"):
        listed = queries.of_users([eva.pk], field=each, member=member)
        assert bool(listed) is (each == field and seen)


def test_everything_is_hidden_at_first(eva: User) -> None:
    Profile.objects.create(user=eva, slug="x", created_at=AT, updated_at=AT)
    assert set(Profile.objects.get().audiences().values()) == {"nobody"}
    assert queries.by_slug("x", member=True) is None


def test_under_sixteen_nothing_is_shown(alice: User) -> None:
    with pytest.raises(ValidationError, match="16"):
        save(alice, name="public")
    assert not Profile.objects.exists()
    row = save(alice)
    Profile.objects.update(show_name="public")
    assert queries.by_slug(row.slug, member=True) is None
    alice.of_age_at = AT
    alice.save()
    assert queries.by_slug(row.slug, member=True) is not None
    alice.is_active = False
    alice.save()
    assert queries.by_slug(row.slug, member=True) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"about": "x" * 1001},
        {"contact": "x" * 201},
        {"municipality": "GM9999"},
        {"municipality": "\x00"},
        {"audiences": {"name": "king"}},
        {"audiences": {"password": "public"}},
    ],
)
def test_wrong_values_get_a_sentence(eva: User, wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        operations.save(user=eva, values=ProfileValues(**wrong), by=eva, at=AT)
    assert not Profile.objects.exists()


def test_two_of_one_name_get_two_addresses_that_stay(eva: User, bob: User) -> None:
    bob.name, bob.of_age_at = "Alice", AT
    bob.save()
    assert [save(eva).slug, save(bob).slug, save(eva, name="public").slug] == ["alice", "alice-2", "alice"]


def test_a_photo_is_replaced_and_taken_away(eva: User) -> None:
    save(eva, name="public", photo="public")
    for _twice in range(2):
        operations.put_photo(user=eva, file=photo(), by=eva, at=AT)
    assert Picture.objects.count() == 1
    with pytest.raises(ValidationError):
        operations.put_photo(user=eva, file=SimpleUploadedFile("x.png", b"no picture"), by=eva, at=AT)
    assert Picture.objects.count() == 1
    for _twice in range(2):
        operations.remove_photo(user=eva, by=eva, at=AT)
    assert not Picture.objects.exists()


def test_download_and_erasure(eva: User, bob: User) -> None:
    save(eva, name="public")
    operations.put_photo(user=eva, file=photo(), by=eva, at=AT)
    (records,) = personal.gather(user=eva).values()
    assert records[0]["about"] == TEXTS["about"]
    assert personal.gather(user=bob) == {}
    assert personal.erase(user=eva, by=eva, at=AT) == []
    assert not Profile.objects.exists()
    assert not Picture.objects.exists()


def test_the_form_keeps_what_was_typed_and_saves_it(client: Client, eva: User) -> None:
    small_country()
    client.force_login(eva)
    url = reverse("profiles:mine")
    assert "<h1" in client.get(url).content.decode()
    shown = {f"show_{name}": "nobody" for name in FIELDS} | {"show_name": "public"}
    wrong = client.post(url, {"about": "x" * 1001, "skills": "bakken ❤ مرحبا", **shown})
    assert wrong.status_code == 422
    assert "bakken ❤ مرحبا" in wrong.content.decode()
    for bad in ({"about": "\x00"}, {"municipality": "GM9999"}, {"show_name": "king"}):
        assert client.post(url, {**shown, **bad}).status_code == 422
    assert not Profile.objects.exists()
    good = {**shown, "about": "Ik bak.", "show_about": "members", "photo": photo()}
    assert client.post(url, good).status_code == 302
    assert Picture.objects.count() == 1
    assert queries.own(eva)[0].audiences["about"] == "members"
    assert Client().get(url).status_code == 302


def test_saving_has_a_limit(eva: User) -> None:
    for n in range(60):
        operations.save(user=eva, values=ProfileValues(about=str(n)), by=eva, at=AT)
    with pytest.raises(ValidationError, match="uur"):
        operations.save(user=eva, values=ProfileValues(about="x"), by=eva, at=AT)
