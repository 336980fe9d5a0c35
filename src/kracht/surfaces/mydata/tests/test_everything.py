"""A person who stands in every table: all of it is in the download, and none of it is left after the erasure."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from kracht.domains.initiatives.models import Initiative, Owner, Version
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.queries import by_email
from kracht.foundation.accounts.tests.factories import PASSWORD, UserFactory
from kracht.foundation.audit.queries import acts_of
from kracht.foundation.media import operations as media
from kracht.foundation.media.models import Picture
from kracht.foundation.notify import operations as notify
from kracht.foundation.notify.models import Notice
from kracht.kernel import clock
from kracht.surfaces.mydata import export, log, operations, queries
from kracht.surfaces.mydata.tests.planting import ADDRESS, NAME, PHONE, STAYS, models_planted, plant


@pytest.fixture
def anna(db: None) -> User:
    user = UserFactory(email=ADDRESS, name=NAME)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def words(anna: User) -> list[str]:
    found = plant(anna, at=clock.now())
    anna.refresh_from_db()
    return found


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "orange").save(out, "JPEG")
    return SimpleUploadedFile("tuin.jpg", out.getvalue(), "image/jpeg")


def found_in_database(*words: str) -> list[tuple[str, str]]:
    return [
        (table, word)
        for table, row in queries.database_as_text()
        for word in words
        if word.lower() in row.lower() and not table.startswith("django_migrations")
    ]


def test_every_table_with_something_personal_is_planted() -> None:
    personal = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("kracht.") and "personal" in getattr(model, "privacy", {}).values()
    }
    assert personal - models_planted() == set()


def test_the_download_holds_everything(anna: User, words: list[str]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(export.made(anna, language="nl", at=clock.now())))
    told = archive.read("data.json").decode()
    page = archive.read("index.html").decode()
    assert [word for word in (*words, ADDRESS, NAME, PHONE) if word not in told] == []
    assert json.loads(told)["about"] == ADDRESS
    assert [word for word in words if word not in page] == []
    assert "Mijn gegevens" in page
    assert (
        "My data"
        in zipfile.ZipFile(io.BytesIO(export.made(anna, language="en", at=clock.now()))).read("index.html").decode()
    )


def test_the_page_asks_nothing_of_a_network(anna: User, words: list[str]) -> None:
    page = zipfile.ZipFile(io.BytesIO(export.made(anna, language="nl", at=clock.now()))).read("index.html").decode()
    assert "<script" not in page
    assert 'href="style.css"' in page
    assert 'src="http' not in page
    assert "default-src 'none'" in page


def test_the_download_holds_the_pictures(anna: User) -> None:
    kept = media.store(file=photo(), by=anna, at=clock.now(), credit=NAME)
    archive = zipfile.ZipFile(io.BytesIO(export.made(anna, language="nl", at=clock.now())))
    assert archive.read(f"pictures/{kept.number}.webp")[:4] == b"RIFF"


def test_nobody_elses_data_is_in_it(anna: User, bob: User, words: list[str]) -> None:
    told = zipfile.ZipFile(io.BytesIO(export.made(bob, language="nl", at=clock.now()))).read("data.json").decode()
    assert [word for word in (*words, ADDRESS, NAME, PHONE) if word in told] == []
    assert bob.email in told


def test_nothing_is_left_of_who_is_erased(anna: User, bob: User, words: list[str]) -> None:
    loose = media.store(file=photo(), by=anna, at=clock.now())
    used = media.store(file=photo(), by=anna, at=clock.now(), credit=NAME)
    media.use(ids=[used.number], owner="initiative:1", by=anna, at=clock.now())
    assert len(found_in_database(ADDRESS, NAME, PHONE)) > 8, "the scan can see"
    numbers = {"anna": anna.pk, "bob": bob.pk}
    done = operations.erase(user=anna, choices={}, language="nl", at=clock.now())
    for number in Notice.objects.filter(sent_at=None).values_list("pk", flat=True):
        notify.deliver(number=number, at=clock.now())  # the last mail
    gone = [word for word in words if word not in STAYS]
    assert found_in_database(ADDRESS, NAME, PHONE, *gone) == []
    assert not Picture.objects.filter(pk=loose.number).exists()
    assert Picture.objects.get(pk=used.number).credit == ""
    files = [path for path in django_settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert all(NAME.encode() not in path.read_bytes() and ADDRESS.encode() not in path.read_bytes() for path in files)
    assert ADDRESS not in log.path().read_text()
    assert [one.until.year for one in done.kept] == [clock.now().year + 7]
    shell = User.objects.get(pk=numbers["anna"])
    assert "daad-woord" in [act.verb for act in acts_of(shell)], "the trail keeps the number"
    assert User.objects.get(pk=numbers["bob"]).email == bob.email, "nobody else is touched"
    assert Initiative.objects.get(name="Buurtkas Plant").state == "published"
    assert not Initiative.objects.filter(name="Nog niet te zien").exists()
    assert not Owner.objects.filter(user_id=shell.pk).exists()
    assert Version.objects.exists()


def test_the_last_mail_goes_out(anna: User, post) -> None:
    operations.erase(user=anna, choices={}, language="nl", at=clock.now())
    assert [(mail.to, mail.subject) for mail in post()] == [([ADDRESS], "Je bent vergeten")]


def test_who_is_erased_cannot_sign_in_and_the_address_is_free(anna: User, client: Client) -> None:
    assert client.login(email=ADDRESS, password=PASSWORD)
    operations.erase(user=anna, choices={}, language="nl", at=clock.now())
    assert not Client().login(email=ADDRESS, password=PASSWORD)
    assert client.get("/nl/account/").status_code == 302, "sessions are over"
    assert by_email(ADDRESS) is None
    again = UserFactory(email=ADDRESS)
    assert again.pk != anna.pk


def test_an_entry_can_be_taken_off_the_map(anna: User, words: list[str]) -> None:
    key = Owner.objects.get(user=anna).initiative_id
    operations.erase(user=anna, choices={key: "withdraw"}, language="nl", at=clock.now())
    assert Initiative.objects.get(pk=key).state == "withdrawn"


def test_someone_without_an_account_is_erased_by_address(db: None, bob: User) -> None:
    owner = UserFactory(email="tijdelijk@voorbeeld.example")
    plant(owner, at=clock.now())
    User.objects.filter(pk=owner.pk).update(name="Iemand anders")
    person = queries.someone(ADDRESS)
    assert "reden-woord" in str(queries.gathered(person))
    assert "gebied-woord" not in str(queries.gathered(person)), "what hangs on an account is not theirs"
    operations.erase(user=person, choices={}, language="nl", at=clock.now())
    for number in Notice.objects.filter(sent_at=None).values_list("pk", flat=True):
        notify.deliver(number=number, at=clock.now())
    assert found_in_database(ADDRESS) == []
    assert User.objects.filter(pk=owner.pk, is_active=True).exists()


def test_what_is_past_its_date_goes(anna: User, words: list[str]) -> None:
    assert operations.remove_past(at=clock.now()) == 0
    assert operations.remove_past(at=clock.now() + timedelta(days=8)) == 2
