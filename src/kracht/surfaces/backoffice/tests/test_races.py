"""Two at once: many threads, real transactions."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import close_old_connections, connection

from kracht.domains.initiatives.models import Initiative, Owner, Proposal, Submission, Version
from kracht.domains.initiatives.operations import claiming, proposing
from kracht.domains.initiatives.operations import owning as keeping
from kracht.domains.initiatives.tests.factories import publish, values
from kracht.foundation.accounts.tests.factories import person
from kracht.foundation.audit.facts import Program
from kracht.foundation.audit.models import Entry
from kracht.foundation.notify.models import Notice
from kracht.foundation.places.tests.factories import small_country
from kracht.kernel import clock
from kracht.surfaces.backoffice import operations, owning

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
AT_ONCE = 8
DANA = Program("dana")


def together(work, arguments):
    """Run the work for each argument in its own thread, all starting at the same moment."""
    start = Barrier(len(arguments))

    def one(argument):
        close_old_connections()
        start.wait()
        try:
            return work(argument)
        except ValidationError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(one, arguments))


def send(once, name="Buurtmoestuin Akker", email="m@voorbeeld.example"):
    return operations.send_in(
        values=values(name, area_code="WK000100"),
        captions={},
        email=email,
        once_key=once,
        language="nl",
        at=clock.now(),
    )


@pytest.fixture
def waiting(db):
    small_country()
    taken = send("w" * 24)
    Submission.objects.update(confirmed_at=clock.now())
    Initiative.objects.update(state="waiting")
    return taken.initiative_id


def test_the_same_form_many_times_at_once_is_one_initiative():
    small_country()
    once = secrets.token_urlsafe(24)
    taken = together(send, [once] * AT_ONCE)
    assert len({one.initiative_id for one in taken}) == 1
    assert sum(not one.repeated for one in taken) == 1
    assert Initiative.objects.count() == Submission.objects.count() == Notice.objects.count() == 1
    assert Entry.objects.filter(verb="initiative.submit").count() == 1


def test_different_forms_of_the_same_name_at_once_all_come_in():
    small_country()
    taken = together(send, [secrets.token_urlsafe(24) for _one in range(AT_ONCE)])
    assert all(not one.repeated for one in taken)
    assert Initiative.objects.values("slug").distinct().count() == Notice.objects.count() == AT_ONCE


@pytest.mark.parametrize("round_", range(3))
def test_moderators_at_once_make_one_decision(waiting, round_):
    def decide(act):
        return operations.decide(
            act=act, key=waiting, reason="Omdat het zo is.", by=DANA, moderator=True, at=clock.now()
        )

    outcomes = together(decide, ["publish", "refuse", "ask", "publish", "refuse", "publish", "refuse", "publish"])
    done = [one for one in outcomes if not isinstance(one, ValidationError)]
    assert len(done) >= 1
    decided = Entry.objects.filter(verb__in=["initiative.published", "initiative.refused"]).count()
    assert decided == 1, "a question may come first, but there is one final decision"
    assert Notice.objects.exclude(kind="backoffice/confirm").count() == len(done)


@pytest.mark.parametrize("round_", range(3))
def test_an_answer_and_a_refusal_at_once_do_not_lock_each_other(waiting, round_):
    asked = operations.decide(
        act="ask", key=waiting, reason="Wanneer is het open?", by=DANA, moderator=True, at=clock.now()
    )

    def act(what):
        if what == "answer":
            return operations.answer(
                token=asked.token, values=values(area_code="WK000100"), captions={}, at=clock.now()
            )
        return operations.decide(
            act="refuse", key=waiting, reason="Staat er al op.", by=DANA, moderator=True, at=clock.now()
        )

    together(act, ["answer", "refuse"])
    row = Initiative.objects.get()
    assert row.state in {"waiting", "refused"}


def test_confirming_many_times_at_once_sends_one_receipt():
    small_country()
    send("c" * 24)
    text = Notice.objects.get().text
    token = text.split("/bevestig/")[1].split("/")[0]
    together(lambda _n: operations.confirm(token=token, at=clock.now()), list(range(AT_ONCE)))
    assert Initiative.objects.get().state == "waiting"
    assert Notice.objects.filter(kind="backoffice/received").count() == 1
    assert Entry.objects.filter(verb="initiative.confirm").count() == 1


# ownership: two at once


@pytest.fixture
def garden(db):
    small_country()
    row = publish(area_code="WK000100", contact_email="tuin@akker.example", contact_public=True)
    people = [person(f"Mens{number}") for number in range(AT_ONCE)]
    return row, people


def test_one_proposal_is_taken_over_once(garden):
    row, people = garden
    for one in people:
        Owner.objects.create(initiative=row, user=one, evidence="owner", since=clock.now())
    made = proposing.propose(
        key=row.pk, values=values(area_code="WK000100", summary="Samen bloemen"), seen=0, why="", user=person("Iris"),
        email="", language="nl", once_key="p" * 24, at=clock.now(),
    )  # fmt: skip

    def take(one):
        return owning.decide_proposal(
            number=made.number, take=["summary"], reason="", by=one, moderator=False, at=clock.now()
        )

    answers = together(take, people)
    assert sum(not isinstance(one, ValidationError) for one in answers) == 1
    assert Notice.objects.filter(kind="backoffice/proposal_taken").count() == 1
    assert list(Version.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_the_same_proposal_in_many_tabs_is_one(garden):
    row, people = garden

    def send_it(one):
        return owning.propose(
            key=row.pk, values=values(area_code="WK000100", summary="Samen bloemen"), seen=0, captions={}, why="",
            user=one, email="", language="nl", once_key="s" * 24, at=clock.now(),
        )  # fmt: skip

    answers = together(send_it, [people[0]] * AT_ONCE)
    assert len({one.number for one in answers}) == 1
    assert Proposal.objects.count() == 1


def test_many_claims_make_one_first_owner(garden):
    row, people = garden

    def claim(one):
        return claiming.claim(
            key=row.pk, evidence="domain", words="Ik ben het echt, vraag maar na in de straat.",
            verified="a@akker.example", organisation_id=None, by=one, at=clock.now(),
        ).state  # fmt: skip

    answers = together(claim, people)
    assert sorted(map(str, answers)) == ["granted"] + ["owner"] * (AT_ONCE - 1)
    assert Owner.objects.count() == 1


def test_one_invitation_makes_one_owner(garden):
    row, people = garden
    Owner.objects.create(initiative=row, user=people[0], evidence="owner", since=clock.now())
    token = keeping.invite(key=row.pk, email="a@b.example", kind="handover", by=people[0], at=clock.now())

    def accept(one):
        return keeping.answer_invitation(token=token, accept=True, by=one, at=clock.now())

    answers = together(accept, people[1:])
    assert sum(not isinstance(one, ValidationError) for one in answers) == 1
    assert Owner.objects.count() == 1
    assert Owner.objects.get().user != people[0]


def test_changes_at_the_same_time_are_versions_in_a_row(garden):
    row, people = garden
    for one in people:
        Owner.objects.create(initiative=row, user=one, evidence="owner", since=clock.now())

    def change(one):
        return keeping.change(
            key=row.pk, values=values(area_code="WK000100", summary=f"Van {one.name}"), by=one, at=clock.now()
        )

    together(change, people)
    numbers = list(Version.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, AT_ONCE + 2))
    actors = set(Version.objects.exclude(number=1).values_list("actor_key", flat=True))
    assert actors == {one.audit_key for one in people}


def test_reminders_of_two_workers_are_one(garden):
    row, people = garden
    Owner.objects.create(initiative=row, user=people[0], evidence="owner", since=clock.now())
    Initiative.objects.update(fresh_at=clock.now() - timedelta(days=400))
    at = clock.now()
    together(lambda _n: owning.remind(at=at), range(AT_ONCE))
    assert Notice.objects.filter(kind="backoffice/remind").count() == 1
