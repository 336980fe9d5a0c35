"""Everything about a person comes out, and goes."""

import pytest

from kracht.domains.initiatives.tests.factories import AT, make_areas, publish
from kracht.domains.partners import personal
from kracht.domains.partners.models import Key, Partner, TagUse
from kracht.domains.partners.operations import tags
from kracht.domains.partners.tests.factories import BY, key, partner
from kracht.foundation.accounts.models import User

pytestmark = pytest.mark.django_db


def test_a_person_is_gathered_and_erased_and_others_stay(alice: User, bob: User) -> None:
    make_areas()
    owner = partner(contact_email=alice.email)
    for who in (alice, bob):
        key(owner, by=who)
    name = tags.define(partner_id=owner.id, word="mooi", label_nl="Mooi", by=BY, at=AT)
    tags.put_on(name=name, initiative_id=publish().pk, by=alice, at=AT)
    assert sorted(len(records) for records in personal.gather(user=alice).values()) == [1, 1, 1]
    assert personal.erase(user=alice, by=BY, at=AT) == []
    assert personal.gather(user=alice) == {}
    assert (Partner.objects.get().contact_email, TagUse.objects.get().asked_by) == ("", "erased")
    assert sorted(Key.objects.values_list("made_by", flat=True)) == sorted(["erased", bob.audit_key])
    assert len(personal.gather(user=bob)) == 1
