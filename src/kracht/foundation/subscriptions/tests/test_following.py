"""Beginning, changing and ending; each refusal beside something that works."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from kracht.foundation.accounts.models import User
from kracht.foundation.audit.facts import VISITOR
from kracht.foundation.audit.models import Entry
from kracht.foundation.subscriptions import personal, queries, rules
from kracht.foundation.subscriptions.facts import What
from kracht.foundation.subscriptions.models import Round, Subscription, Topic
from kracht.foundation.subscriptions.operations import following, noting
from kracht.foundation.subscriptions.tests.factories import AREA, AT, TARGET, followed

pytestmark = pytest.mark.django_db
EVA = "eva@voorbeeld.example"


def follow(address: str = EVA, what: What = AREA, cadence: str = "weekly", **more: object):
    given = {"language": "nl", "by": VISITOR, "at": AT} | more
    return following.follow(what=what, address=address, cadence=cadence, **given)


def test_nothing_comes_before_the_link_is_opened() -> None:
    asked = follow()
    assert (asked.state, asked.quiet) == ("new", False)
    assert queries.followers_of("area", "GM0001") == 0
    assert queries.of_address(EVA) == []
    one = following.confirm(token=asked.token, by=VISITOR, at=AT)
    assert one.live
    assert queries.followers_of("area", "GM0001") == 1
    assert queries.followers_of("area", "GM0002") == 0
    assert [row.verb for row in Entry.objects.order_by("id")] == ["subscription.asked", "subscription.confirmed"]


def test_who_signed_in_needs_no_mail(alice: User) -> None:
    asked = follow(alice.email, by=alice, user=alice)
    assert asked.quiet
    assert queries.by_token(asked.token).live


def test_asking_twice_is_one_subscription_with_the_newest_wish() -> None:
    first, second = follow(cadence="weekly"), follow(" EVA@voorbeeld.example", cadence="daily", language="en")
    assert (second.state, second.number) == ("waiting", first.number)
    row = Subscription.objects.get()
    assert (row.cadence, row.language) == ("daily", "en")


def test_a_stranger_changes_nothing_of_a_known_subscription() -> None:
    one = followed(cadence="weekly")
    again = follow(cadence="once", language="en")
    assert again.state == "known"
    assert again.language == "nl"
    assert queries.by_token(one.token).cadence == "weekly"


def test_an_address_gets_few_mails_an_hour_whoever_asks() -> None:
    quiet = [follow(what=What("area", f"GM{n}")).quiet for n in range(7)]
    assert quiet == [False] * rules.MAILS_AN_HOUR + [True] * 2
    assert not follow(what=What("area", "GM8"), at=AT + timedelta(hours=1)).quiet
    assert not follow("bob@voorbeeld.example").quiet


def test_nobody_follows_without_end(monkeypatch: pytest.MonkeyPatch, alice: User) -> None:
    monkeypatch.setattr(rules, "MOST_OF_ONE", 2)
    for key in ("1", "2"):
        followed(what=What("area", key))
        followed(alice.email, what=What("area", key))
    assert follow(what=What("area", "3")).state == "full"
    assert follow(what=What("area", "2")).state == "known"
    with pytest.raises(ValidationError, match="Je volgt al 2 dingen"):
        follow(alice.email, what=What("area", "3"), by=alice, user=alice)
    assert Subscription.objects.count() == 4


def test_a_follower_begins_at_the_moment_of_the_confirmation() -> None:
    asked = follow()
    noting.note(what="published", target_type=TARGET, target_id=1, at=AT)
    noting.give_places()
    following.confirm(token=asked.token, by=VISITOR, at=AT)
    assert Subscription.objects.get().place == queries.latest_place() > 0


def test_confirming_twice_is_once_and_late_is_refused() -> None:
    asked = follow()
    with pytest.raises(ValidationError, match="7 dagen"):
        following.confirm(token=asked.token, by=VISITOR, at=AT + timedelta(days=8))
    first = following.confirm(token=asked.token, by=VISITOR, at=AT)
    assert following.confirm(token=asked.token, by=VISITOR, at=AT + timedelta(days=9)) == first
    assert Round.objects.count() == 1


def test_ending_twice_is_once_and_it_stays_ended() -> None:
    one = followed()
    assert following.end(token=one.token, by=VISITOR, at=AT).ended_at == AT
    assert following.end(token=one.token, by=VISITOR, at=AT + timedelta(days=1)).ended_at == AT
    assert not following.confirm(token=one.token, by=VISITOR, at=AT).live
    with pytest.raises(ValidationError, match="volgt dit niet meer"):
        following.change_cadence(token=one.token, cadence="daily", by=VISITOR, at=AT)
    assert Entry.objects.filter(verb="subscription.ended").count() == 1
    assert followed().number != one.number, "one may follow it again"


def test_the_cadence_changes_and_no_other_word_does() -> None:
    one = followed(cadence="weekly")
    assert following.change_cadence(token=one.token, cadence="once", by=VISITOR, at=AT).cadence == "once"
    with pytest.raises(ValidationError, match="Kies hoe vaak"):
        following.change_cadence(token=one.token, cadence="hourly", by=VISITOR, at=AT)
    for token in ("", "geen", one.token[:-1]):
        with pytest.raises(ValidationError, match="werkt niet"):
            following.end(token=token, by=VISITOR, at=AT)
    assert {row.cadence for row in Round.objects.all()} == {"weekly", "once"}


def test_end_all_ends_those_of_one_address() -> None:
    followed(what=What("area", "1"))
    followed(what=What("area", "2"))
    follow(what=What("area", "3"))
    other = followed("bob@voorbeeld.example", what=What("area", "1"))
    assert following.end_all(address=EVA, by=VISITOR, at=AT) == 3
    assert following.end_all(address=EVA, by=VISITOR, at=AT) == 0
    assert queries.of_address(EVA) == []
    assert queries.by_token(other.token).live


def test_what_nobody_confirmed_and_what_ended_is_forgotten() -> None:
    follow("open@voorbeeld.example", what=What("area", "1"))
    one = followed(what=What("area", "2"))
    kept = followed("bob@voorbeeld.example", what=What("area", "3"))
    following.end(token=one.token, by=VISITOR, at=AT)
    assert following.forget(at=AT + timedelta(days=6)) == 0
    following.forget(at=AT + timedelta(days=31))
    assert list(Subscription.objects.values_list("pk", flat=True)) == [kept.number]
    assert [topic.key for topic in Topic.objects.all()] == ["3"]


def test_a_person_gets_and_erases_what_they_follow(alice: User, bob: User) -> None:
    follow(alice.email, by=alice, user=alice)
    followed(alice.email, what=What("theme", "groen"))
    other = followed("bob@voorbeeld.example")
    ((_heading, records),) = personal.gather(user=alice).items()
    assert [record["follows"] for record in records] == ["area", "theme"]
    assert personal.erase(user=alice, by=alice, at=AT) == []
    assert personal.gather(user=alice) == {}
    assert Subscription.objects.get().pk == other.number
