"""Filling in, asking participants, checking, publishing by two persons, correcting; the value set."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from kracht.domains.value.facts import State, Verdict
from kracht.domains.value.models import Appraisal, Invitation, Publication, Reply, Run, Value, ValueSet
from kracht.domains.value.operations import answering, reviewing, surveying, valuing
from kracht.domains.value.queries import answering as questionnaires
from kracht.domains.value.queries import values as sets
from kracht.domains.value.rules import computing
from kracht.domains.value.rules.reading import parsed
from kracht.domains.value.tests.factories import (
    ANSWERS,
    AT,
    FIRST,
    OWNER,
    SECOND,
    answered,
    make_initiative,
    make_set,
    published,
    submitted,
)
from kracht.foundation.audit.queries import history
from kracht.foundation.notify.models import Notice

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 verslag"


def test_saving_keeps_what_is_right_and_what_is_wrong() -> None:
    row = answered(participants="heel veel", cash="€ 3,5,1")
    assert row.answers["participants"] == "heel veel"
    assert row.version == 1
    again = answering.save(
        number=row.pk, typed={"participants": "12\x00"}, owner=True, by=OWNER, at=AT, seen=row.version
    )
    assert again.answers["participants"] == "12"
    assert again.answers["activities"] == ANSWERS["activities"]  # other fields stay


def test_two_tabs_do_not_overwrite_each_other() -> None:
    row = answered()
    seen = row.version
    answering.save(number=row.pk, typed={"cash": "1"}, owner=True, by=OWNER, at=AT, seen=seen, page="een")
    with pytest.raises(ValidationError):
        answering.save(number=row.pk, typed={"cash": "2"}, owner=True, by=OWNER, at=AT, seen=seen, page="twee")
    # the page that saved by itself does not stand in its own way
    mine = answering.save(number=row.pk, typed={"cash": "3"}, owner=True, by=OWNER, at=AT, seen=seen, page="een")
    assert mine.answers["cash"] == "3"
    with pytest.raises(ValidationError):  # but what arrives late by itself changes nothing
        answering.save(
            number=row.pk, typed={"cash": "4"}, owner=True, by=OWNER, at=AT, seen=seen, page="een", by_itself=True
        )


def test_only_its_people_fill_in() -> None:
    row = answered()
    with pytest.raises(PermissionDenied):
        answering.save(number=row.pk, typed={"cash": "1"}, owner=False, by=FIRST, at=AT)
    with pytest.raises(PermissionDenied):
        answering.start(initiative_id=row.initiative_id, year=2023, owner=False, by=FIRST, at=AT)


def test_a_year_is_started_once_and_not_in_the_future() -> None:
    row = answered()
    assert answering.start(initiative_id=row.initiative_id, year=2024, owner=True, by=OWNER, at=AT).pk == row.pk
    with pytest.raises(ValidationError):
        answering.start(initiative_id=row.initiative_id, year=2027, owner=True, by=OWNER, at=AT)


def test_missing_answers_are_not_sent_in() -> None:
    row = answered(worse="")
    with pytest.raises(ValidationError):
        answering.submit(number=row.pk, owner=True, by=OWNER, at=AT, demonstration=True)
    answering.save(number=row.pk, typed={"worse": "Niets."}, owner=True, by=OWNER, at=AT)
    answering.submit(number=row.pk, owner=True, by=OWNER, at=AT, demonstration=True)
    row.refresh_from_db()
    assert row.state == State.SUBMITTED
    with pytest.raises(ValidationError):  # sent in: closed until it comes back
        answering.save(number=row.pk, typed={"cash": "1"}, owner=True, by=OWNER, at=AT)


def test_values_for_demonstration_stay_out_of_a_real_site() -> None:
    row = answered()
    with pytest.raises(ValidationError, match="less-lonely"):
        answering.submit(number=row.pk, owner=True, by=OWNER, at=AT, demonstration=False)
    only = {"outcomes": ["less-guidance"]}
    answering.save(number=row.pk, typed=only, owner=True, by=OWNER, at=AT)
    answering.submit(number=row.pk, owner=True, by=OWNER, at=AT, demonstration=False)


def test_an_expired_value_stops_sending_in() -> None:
    row = answered()
    with pytest.raises(ValidationError):
        answering.submit(number=row.pk, owner=True, by=OWNER, at=AT + timedelta(days=3000), demonstration=True)


def test_evidence_is_fingerprinted_and_once() -> None:
    row = answered()
    one = answering.attach(number=row.pk, name="verslag.pdf", content=PDF, owner=True, by=OWNER, at=AT)
    two = answering.attach(number=row.pk, name="kopie.pdf", content=PDF, owner=True, by=OWNER, at=AT)
    assert one.pk == two.pk
    assert len(one.sha256) == 64
    for name, content in [("x.exe", b"MZ\x00\x01"), ("x.pdf", b""), ("x.csv", b"a\x00b"), ("x.html", b"<script>")]:
        with pytest.raises(ValidationError):
            answering.attach(number=row.pk, name=name, content=content, owner=True, by=OWNER, at=AT)
    answering.detach(number=row.pk, evidence=one.pk, owner=True, by=OWNER, at=AT)
    answering.detach(number=row.pk, evidence=one.pk, owner=True, by=OWNER, at=AT)
    assert row.evidence.count() == 0


def test_participants_are_asked_once_and_no_address_is_kept() -> None:
    row = answered()
    lines = ["Ans@voorbeeld.example", "ans@voorbeeld.example", "bep@voorbeeld.example", ""]
    asked = surveying.invite(number=row.pk, addresses=lines, owner=True, by=OWNER, at=AT)
    again = surveying.invite(number=row.pk, addresses=lines, owner=True, by=OWNER, at=AT)
    assert (asked, again) == ((2, 2), (0, 2))
    assert Notice.objects.count() == 2
    held = " ".join(str(one) for one in Invitation.objects.values_list("address_hash", "token_hash"))
    assert "ans" not in held
    with pytest.raises(ValidationError, match="geen-adres"):
        surveying.invite(number=row.pk, addresses=["geen-adres"], owner=True, by=OWNER, at=AT)


def test_many_addresses_are_drawn_from_at_random(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surveying, "MOST_INVITED", 5)
    row = answered()
    lines = [f"mens{at}@voorbeeld.example" for at in range(30)]
    assert surveying.invite(number=row.pk, addresses=lines, owner=True, by=OWNER, at=AT) == (5, 30)
    assert surveying.invite(number=row.pk, addresses=lines, owner=True, by=OWNER, at=AT) == (0, 30)


def test_one_answer_a_link_and_silence_counts_as_no_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    row = answered(**{"how-less-lonely": "survey"})
    tokens = iter(f"token-{at}" for at in range(4))
    monkeypatch.setattr(surveying.secrets, "token_urlsafe", lambda _n: next(tokens))
    lines = [f"mens{at}@voorbeeld.example" for at in range(4)]
    surveying.invite(number=row.pk, addresses=lines, owner=True, by=OWNER, at=AT)
    given = {"improved": {"less-lonely": True, "verzonnen": True}, "others": 1, "helped_by": [], "worse": "", "at": AT}
    surveying.reply(token="token-0", **given)
    with pytest.raises(ValidationError):
        surveying.reply(token="token-0", **given)
    with pytest.raises(ValidationError):
        surveying.reply(token="niet-verstuurd", **given)
    with pytest.raises(ValidationError):
        surveying.reply(token="token-1", **{**given, "at": AT + timedelta(days=90)})
    assert Reply.objects.get().improved == {"less-lonely": True}
    row.refresh_from_db()
    found = questionnaires.surveyed(row)
    assert (found.invited, found.replies, found.improved["less-lonely"], found.attribution) == (4, 1, 1, 0.5)
    worked = questionnaires.worked_out(row, on=None)
    assert worked.inputs["year"]["outcomes"][0]["respondents"] == 1  # of 120 participants


def test_two_persons_publish_and_neither_filled_it_in() -> None:
    row = submitted()
    with pytest.raises(ValidationError):
        reviewing.check(number=row.pk, text="", by=OWNER, at=AT, reviewer=True, own=False)
    with pytest.raises(PermissionDenied):
        reviewing.check(number=row.pk, text="", by=FIRST, at=AT, reviewer=True, own=True)
    with pytest.raises(PermissionDenied):
        reviewing.check(number=row.pk, text="", by=FIRST, at=AT, reviewer=False, own=False)
    reviewing.check(number=row.pk, text="", by=FIRST, at=AT, reviewer=True, own=False)
    act = {"number": row.pk, "text": "", "at": AT, "reviewer": True, "own": False, "demonstration": True}
    with pytest.raises(PermissionDenied):
        reviewing.publish(by=FIRST, **act)
    with pytest.raises(PermissionDenied):
        reviewing.publish(by=OWNER, **act)
    assert not Publication.objects.exists()
    made = reviewing.publish(by=SECOND, **act)
    assert (made.first_by, made.second_by) == (FIRST.audit_key, SECOND.audit_key)
    with pytest.raises(ValidationError):
        reviewing.publish(by=SECOND, **act)
    assert [act.verb for act in history(row)][:2] == ["value published", "value review"]


def test_the_record_replays_to_the_byte() -> None:
    kept = parsed(published().run.record)
    assert computing.replay(kept)
    kept["outputs"]["central"]["total"]["benefit"] += 0.01
    assert not computing.replay(kept)


def test_a_red_flag_asks_for_words() -> None:
    rate = {f"{name}-{code}": value for code in ("recovered", "less-lonely", "healthier") for name, value in {
        "how": "own", "respondents": "120", "improved": "118", "level": "before", "anyway": "none", "others": "0"}.items()}  # fmt: skip
    row = submitted(outcomes=["recovered", "less-lonely", "healthier"], **rate)
    reviewing.check(number=row.pk, text="", by=FIRST, at=AT, reviewer=True, own=False)
    act = {"number": row.pk, "by": SECOND, "at": AT, "reviewer": True, "own": False, "demonstration": True}
    with pytest.raises(ValidationError):
        reviewing.publish(text="", **act)
    assert reviewing.publish(text="De deelnemers waren er slecht aan toe; zie het verslag.", **act).number == 1


def test_a_question_sends_the_figures_back() -> None:
    row = submitted()
    with pytest.raises(ValidationError):
        reviewing.send_back(number=row.pk, text="?", by=FIRST, at=AT, reviewer=True, own=False)
    reviewing.send_back(number=row.pk, text="Hoe kom je aan 80 antwoorden?", by=FIRST, at=AT, reviewer=True, own=False)
    row.refresh_from_db()
    assert row.state == State.DRAFT
    assert row.reviews.get().verdict == Verdict.BACK
    answering.save(number=row.pk, typed={"cash": "31000"}, owner=True, by=OWNER, at=AT)


def test_a_correction_stays_beside_what_was_published() -> None:
    first = published()
    number = first.appraisal_id
    with pytest.raises(ValidationError):
        reviewing.correct(number=number, reason="", by=OWNER, at=AT, owner=True, reviewer=False)
    reviewing.correct(number=number, reason="De huur telde dubbel.", by=OWNER, at=AT, owner=True, reviewer=False)
    answering.save(number=number, typed={"cash": "20000"}, owner=True, by=OWNER, at=AT)
    answering.submit(number=number, owner=True, by=OWNER, at=AT, demonstration=True)
    reviewing.check(number=number, text="", by=FIRST, at=AT, reviewer=True, own=False)
    second = reviewing.publish(number=number, text="", by=SECOND, at=AT, reviewer=True, own=False, demonstration=True)
    assert (second.number, second.reason) == (2, "De huur telde dubbel.")
    assert Appraisal.objects.get(pk=number).state == State.CORRECTED
    assert Publication.objects.filter(appraisal_id=number).count() == 2


def test_what_was_published_never_changes() -> None:
    made = published()
    for refused in (
        lambda: Run.objects.filter(pk=made.run_id).update(record="{}"),
        lambda: Publication.objects.filter(pk=made.pk).update(number=7),
        lambda: Publication.objects.filter(pk=made.pk).delete(),
        lambda: Value.objects.filter(value_set=made.value_set).update(central=999),
        lambda: ValueSet.objects.filter(pk=made.value_set_id).update(note="anders"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            refused()
    with connection.cursor() as db:
        db.execute("SELECT count(*) FROM value_publication")
        assert db.fetchone() == (1,)


def test_a_new_version_of_the_value_set_needs_a_second_person() -> None:
    make_set()
    row = valuing.draft(by=FIRST, at=AT, reviewer=True)
    assert valuing.draft(by=SECOND, at=AT, reviewer=True).pk == row.pk  # one at a time
    with pytest.raises(PermissionDenied):
        valuing.draft(by=OWNER, at=AT, reviewer=False)
    values = _row_values(row, "less-lonely", central="0.25")
    valuing.put(number=row.number, values=values, by=FIRST, at=AT, reviewer=True)
    valuing.propose(number=row.number, note="Eenzaamheid telt lager.", by=FIRST, at=AT, reviewer=True)
    with pytest.raises(ValidationError):
        valuing.put(number=row.number, values=values, by=FIRST, at=AT, reviewer=True)
    with pytest.raises(PermissionDenied):
        valuing.accept(number=row.number, by=FIRST, at=AT, reviewer=True)
    valuing.accept(number=row.number, by=SECOND, at=AT, reviewer=True)
    found = sets.current()
    assert found is not None
    assert found.number == row.number


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"central": "0.9"}, "central"),
        ({"low": "NaN"}, "low"),
        ({"low": "veel"}, "low"),
        ({"ledger": "L1", "payer": "", "price_year": 2024}, "payer"),
        ({"ledger": "L2", "price_year": None}, "price_year"),
        ({"ledger": "L4", "dimension": ""}, "dimension"),
        ({"cashable": "1.2"}, "cashable"),
        ({"source": ""}, "source"),
    ],
)
def test_a_row_that_cannot_be_true_is_refused_at_its_field(changes: dict, field: str) -> None:
    make_set()
    row = valuing.draft(by=FIRST, at=AT, reviewer=True)
    with pytest.raises(ValidationError) as refused:
        valuing.put(
            number=row.number, values=_row_values(row, "less-lonely", **changes), by=FIRST, at=AT, reviewer=True
        )
    assert field in refused.value.message_dict


def test_a_difference_says_what_published_figures_would_have_been() -> None:
    made = published()
    row = valuing.draft(by=FIRST, at=AT, reviewer=True)
    values = _row_values(row, "less-lonely", low="0.05", central="0.15")
    valuing.put(number=row.number, values=values, by=FIRST, at=AT, reviewer=True)
    valuing.remove(number=row.number, code="less-day-care", by=FIRST, at=AT, reviewer=True)
    found = sets.difference(made.value_set.number, row.number)
    assert found is not None
    assert found.removed == ("less-day-care",)
    assert {(one.code, one.field) for one in found.changed} == {("less-lonely", "low"), ("less-lonely", "central")}
    (one,) = found.consequences
    assert one.after is not None
    assert one.after["L3"] * 2 == pytest.approx(one.before["L3"], abs=2)  # half the value of one
    assert one.after["L1"] == one.before["L1"]


def test_loading_the_same_set_twice_is_once() -> None:
    assert make_set().pk == make_set().pk


def _row_values(version: ValueSet, code: str, **changes: object):
    row = Value.objects.get(value_set=version, code=code)
    given = {name: getattr(row, name) for name in valuing.PLAIN}
    for name in valuing.MONEY:
        given[name] = None if given[name] is None else str(given[name])
    return valuing.ValueRow(**(given | changes))


def test_an_initiative_with_figures_is_not_deleted() -> None:
    row = answered()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_initiative("Ander").__class__.objects.filter(pk=row.initiative_id).delete()
