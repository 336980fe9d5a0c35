"""Pictures of what is off the map are not served, and come back with it."""

from io import BytesIO

import pytest

from kracht.domains.initiatives.models import Owner
from kracht.domains.initiatives.operations import owning as keeping
from kracht.domains.initiatives.tests.factories import AT, SOURCE, publish
from kracht.foundation.media import operations as media
from kracht.foundation.media import shelf
from kracht.surfaces.backoffice.tests.conftest import photo

pytestmark = pytest.mark.django_db


def test_pictures_go_and_come_with_their_entry(country, client, alice, django_capture_on_commit_callbacks):
    shown = media.store(file=BytesIO(photo()), by=SOURCE, at=AT, alt="Lange tafel")
    row = publish(area_code="WK000100", pictures=(shown.number,))
    Owner.objects.create(initiative=row, user=alice, evidence="sender", since=AT)
    assert client.get(shown.src).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        keeping.take_off(key=row.pk, by=alice, at=AT)
    assert client.get(shown.src).status_code == 404
    assert client.get(f"/media/hidden{shown.src.removeprefix('/media')}").status_code == 404
    shelf.show(shown.token)  # as if the process had died before it moved the files
    assert media.set_right() == 1
    assert client.get(shown.src).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        keeping.put_back(key=row.pk, by=alice, at=AT)
    assert client.get(shown.src).status_code == 200
    assert media.set_right() == 0
