"""What imports hold of a person: in the download, and gone when the person goes."""

import pytest

from kracht.domains.imports import personal
from kracht.domains.imports.models import Run, Source
from kracht.domains.imports.tests.factories import AT, BY, received
from kracht.domains.imports.tests.test_operations import FILE
from kracht.domains.initiatives.tests.factories import make_areas


@pytest.mark.django_db
def test_files_and_sources_are_in_the_download_and_lose_the_person(alice, dana):
    make_areas()
    run = received(FILE)
    Run.objects.update(started_by=alice)
    Source.objects.update(responsible=alice)
    assert [len(listed) for listed in personal.gather(user=alice).values()] == [1, 1]
    assert personal.gather(user=dana) == {}
    assert personal.erase(user=alice, by=BY, at=AT) == []
    run.refresh_from_db()
    assert (run.started_by, personal.gather(user=alice)) == (None, {})
