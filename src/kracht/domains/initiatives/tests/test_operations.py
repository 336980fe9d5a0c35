"""How entries come in and what moderators do, state by state."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kracht.domains.initiatives.facts import NeedValues, PartyValues, State
from kracht.domains.initiatives.models import Initiative, Submission, Tally
from kracht.domains.initiatives.operations import deciding, entering, upkeep
from kracht.domains.initiatives.tests.factories import AMSTERDAM, AT, SOURCE, UTRECHT, make_areas, publish, values
from kracht.foundation.audit import queries as audit
from kracht.foundation.audit.facts import VISITOR
from kracht.foundation.places.queries import OutsideError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
REASON = "Dit is een winkel, geen initiatief van bewoners."


def send(once_key: str = "k1", **changes):
    return entering.submit(
        values=values(**changes), email="anna@voorbeeld.example", once_key=once_key, language="nl", by=VISITOR, at=AT
    )


def waiting() -> Initiative:
    received = send()
    return entering.confirm(token=received.token, by=VISITOR, at=AT)


def test_a_submission_waits_for_its_mail_and_counts_nowhere() -> None:
    received = send(needs=(NeedValues("hands", "spitten"),), parties=(PartyValues("Bakker Bol", "business"),))
    row = Initiative.objects.get(pk=received.initiative_id)
    assert row.state == State.DRAFT
    assert row.need_kinds == ["hands"]
    assert row.sectors == ["business"]
    assert not Tally.objects.exists()
    assert [act.verb for act in audit.history(row)] == ["initiative.submit"]


def test_the_same_form_twice_is_one_submission() -> None:
    first, second = send(), send()
    assert second.repeated
    assert second.initiative_id == first.initiative_id
    assert Initiative.objects.count() == 1


def test_two_with_one_name_get_two_addresses() -> None:
    one, two = send("a"), send("b")
    slugs = set(Initiative.objects.filter(id__in=[one.initiative_id, two.initiative_id]).values_list("slug", flat=True))
    assert len(slugs) == 2


def test_confirming_twice_changes_nothing_more() -> None:
    received = send()
    row = entering.confirm(token=received.token, by=VISITOR, at=AT)
    again = entering.confirm(token=received.token, by=VISITOR, at=AT + timedelta(days=1))
    assert row.state == again.state == State.WAITING
    assert Submission.objects.get().confirmed_at == AT


@pytest.mark.parametrize("token", ["", "onzin", "\x00", "x" * 10_000])
def test_a_wrong_link_says_so(token: str) -> None:
    send()
    with pytest.raises(ValidationError, match="link"):
        entering.confirm(token=token, by=VISITOR, at=AT)


def test_an_old_link_says_so() -> None:
    received = send()
    with pytest.raises(ValidationError, match="30"):
        entering.confirm(token=received.token, by=VISITOR, at=AT + timedelta(days=31))


def test_publishing_puts_it_in_the_register_and_in_the_totals() -> None:
    row = waiting()
    outcome = deciding.publish(key=row.id, by=SOURCE, moderator=True, at=AT)
    assert (outcome.state, outcome.email) == ("published", "anna@voorbeeld.example")
    assert Tally.objects.get(area_id=0, facet="all").n == 1
    assert Tally.objects.get(area_id=0, facet="theme").value == "8"


def test_undo_takes_the_decision_back_everywhere() -> None:
    row = waiting()
    deciding.publish(key=row.id, by=SOURCE, moderator=True, at=AT)
    outcome = deciding.undo(key=row.id, by=SOURCE, moderator=True, at=AT)
    assert outcome.state == State.WAITING
    assert Tally.objects.get(area_id=0, facet="all").n == 0
    with pytest.raises(ValidationError, match="undo"):
        deciding.undo(key=row.id, by=SOURCE, moderator=True, at=AT)


def test_asking_back_gives_a_fresh_link_and_the_answer_returns_to_the_queue() -> None:
    row = waiting()
    outcome = deciding.ask_back(key=row.id, reason=REASON, by=SOURCE, moderator=True, at=AT)
    assert outcome.token
    answered = entering.answer(token=outcome.token, values=values(name="Betere naam"), by=VISITOR, at=AT)
    assert (answered.state, answered.name) == (State.WAITING, "Betere naam")
    with pytest.raises(ValidationError, match="asked"):
        entering.answer(token=outcome.token, values=values(), by=VISITOR, at=AT)


@pytest.mark.parametrize("act", [deciding.ask_back, deciding.refuse])
def test_a_reason_must_say_something(act) -> None:
    row = waiting()
    with pytest.raises(ValidationError, match="sentence"):
        act(key=row.id, reason="nee", by=SOURCE, moderator=True, at=AT)
    row.refresh_from_db()
    assert row.state == State.WAITING


ACTS = {
    "publish": lambda key, moderator: deciding.publish(key=key, by=SOURCE, moderator=moderator, at=AT),
    "ask": lambda key, moderator: deciding.ask_back(key=key, reason=REASON, by=SOURCE, moderator=moderator, at=AT),
    "refuse": lambda key, moderator: deciding.refuse(key=key, reason=REASON, by=SOURCE, moderator=moderator, at=AT),
    "withdraw": lambda key, moderator: deciding.withdraw(key=key, reason=REASON, by=SOURCE, moderator=moderator, at=AT),
    "undo": lambda key, moderator: deciding.undo(key=key, by=SOURCE, moderator=moderator, at=AT),
}
ALLOWED = {
    State.DRAFT: set(),
    State.WAITING: {"publish", "ask", "refuse"},
    State.ASKED: {"publish", "ask", "refuse", "undo"},
    State.PUBLISHED: {"withdraw", "undo"},
    State.REFUSED: {"undo"},
    State.WITHDRAWN: {"undo"},
}


@pytest.mark.parametrize("state", ALLOWED)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_in_every_state(state: State, act: str) -> None:
    row = waiting()
    before = State.PUBLISHED if state == State.WITHDRAWN else State.WAITING
    known = {"published_at": AT} if State.PUBLISHED in (state, before) else {}
    decided = {} if state in (State.DRAFT, State.WAITING) else {"state_before": before}
    Initiative.objects.filter(pk=row.pk).update(state=state, **known, **decided)
    if act in ALLOWED[state]:
        ACTS[act](row.id, True)
        row.refresh_from_db()
        assert row.state != state or act == "ask"
    else:
        with pytest.raises(ValidationError):
            ACTS[act](row.id, True)
        row.refresh_from_db()
        assert row.state == state


@pytest.mark.parametrize("act", ACTS)
def test_nobody_but_a_moderator_decides(act: str) -> None:
    row = waiting()
    with pytest.raises(PermissionDenied):
        ACTS[act](row.id, False)
    row.refresh_from_db()
    assert row.state == State.WAITING


def test_a_point_finds_its_areas_and_an_area_gives_a_point() -> None:
    areas = make_areas()
    by_area = publish("In de wijk", area_code="WK034401")
    assert (by_area.district_id, by_area.municipality_id) == (areas["WK034401"].id, areas["GM0344"].id)
    assert (by_area.lat, by_area.place_kind, by_area.place_name) == (areas["WK034401"].lat, "area", "West")
    by_point = publish("Op een punt", lat=UTRECHT[0], lon=UTRECHT[1])
    assert by_point.municipality_id == areas["GM0344"].id
    assert by_point.area_estimated
    corrected = publish("Verbeterd", lat=UTRECHT[0], lon=UTRECHT[1], area_code="GM0363")
    assert (corrected.municipality_id, corrected.area_estimated) == (areas["GM0363"].id, False)


def test_a_point_abroad_is_refused_and_leaves_nothing() -> None:
    make_areas()
    with pytest.raises(OutsideError), transaction.atomic():
        send(lat=48.85, lon=2.35)
    assert not Initiative.objects.exists()
    assert not Submission.objects.exists()


def test_unconfirmed_submissions_are_forgotten_and_others_stay() -> None:
    send("old")
    publish("Blijft", lat=AMSTERDAM[0], lon=AMSTERDAM[1]) if make_areas() else None
    assert upkeep.forget_unconfirmed(before=AT + timedelta(days=31), by=SOURCE, at=AT) == 1
    assert [row.name for row in Initiative.objects.all()] == ["Blijft"]
    assert upkeep.forget_unconfirmed(before=AT + timedelta(days=31), by=SOURCE, at=AT) == 0


def test_areas_are_resolved_again_only_when_boundaries_changed() -> None:
    areas = make_areas()
    row = publish("Op een punt", lat=UTRECHT[0], lon=UTRECHT[1])
    Initiative.objects.update(municipality=areas["GM0363"])
    assert upkeep.relocate_when_changed(by=SOURCE, at=AT) is None
    assert upkeep.relocate(by=SOURCE, at=AT) == 1
    row.refresh_from_db()
    assert row.municipality_id == areas["GM0344"].id
    assert upkeep.relocate(by=SOURCE, at=AT) == 0
