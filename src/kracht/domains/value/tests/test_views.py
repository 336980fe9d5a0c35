"""Doors of the valuation: who gets in, what a wrong answer says, and a whole way from empty to published."""

import itertools
import re
from xml.etree import ElementTree

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from kracht.domains.initiatives.facts import Evidence
from kracht.domains.initiatives.models import Initiative
from kracht.domains.initiatives.operations import owning
from kracht.domains.value.models import Appraisal, Publication, Reply
from kracht.domains.value.operations import answering, reviewing
from kracht.domains.value.rules.answers import STEP_FIELDS, STEPS
from kracht.domains.value.tests.factories import (
    ANSWERS,
    AT,
    FIRST,
    OWNER,
    SECOND,
    SLUG,
    make_initiative,
    make_set,
    published,
    submitted,
)
from kracht.foundation.access.models import Grant
from kracht.foundation.accounts.models import User
from kracht.foundation.accounts.tests.factories import LONG_AGO, person

pytestmark = pytest.mark.django_db
PLACE = f"/nl/initiatieven/{SLUG}/waarde/"


@pytest.fixture
def akker(alice: User) -> Initiative:
    """Alice keeps it."""
    make_set()
    row = make_initiative()
    owning.become_owner(row, user=alice, organisation_id=None, evidence=Evidence.SENDER, by=alice, at=AT)
    return row


@pytest.fixture
def eva(db: None) -> User:
    """Eva reviews too."""
    user = person("Eva")
    Grant.objects.create(user=user, role="editor", scope_type="whole", starts_on=LONG_AGO.date())
    return user


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fields_of(step: str) -> dict[str, object]:
    names = STEP_FIELDS[step]
    return {field: value for field, value in ANSWERS.items() if field.partition("-")[0] in names}


def test_from_an_empty_questionnaire_to_a_published_sheet(
    akker: Initiative, alice: User, dana: User, eva: User
) -> None:
    owner = as_(alice)
    assert owner.post(PLACE, {"year": "2024"}).url == f"{PLACE}2024/invullen/activities/"
    for step, after in itertools.pairwise(STEPS):
        answer = owner.post(f"{PLACE}2024/invullen/{step}/", {**fields_of(step), "act": "next"})
        assert answer.status_code == 302, (step, answer.content.decode())
        assert answer.url == f"{PLACE}2024/invullen/{after}/"
    assert owner.post(f"{PLACE}2024/invullen/check/").url == PLACE
    assert Client().get(f"{PLACE}2024/").status_code == 404
    number = Appraisal.objects.get().pk
    case = reverse("value:case", args=[number])
    assert as_(dana).post(case, {"act": "pass", "text": ""}).status_code == 302
    assert as_(dana).post(case, {"act": "publish", "text": ""}).status_code == 409  # not by the same person
    assert as_(eva).post(case, {"act": "publish", "text": ""}).status_code == 302
    page = Client().get(f"{PLACE}2024/")
    assert page.status_code == 200
    words = re.sub(r"\s+", " ", page.content.decode())
    made = Publication.objects.get()
    assert made.run.hash[:8] in words
    assert "Side by side" not in words  # Dutch
    assert "nooit opgeteld" in words
    record = Client().get(f"{PLACE}2024.json")
    assert record.content.decode() == made.run.record
    table = Client().get(f"{PLACE}2024.csv").content.decode()
    assert table.splitlines()[0].startswith("code,title,ledger")
    assert "less-guidance" in table
    picture = Client().get(f"{PLACE}2024.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert ElementTree.fromstring(picture.content.decode().strip()).tag.endswith("svg")
    assert Client().get(f"{PLACE}2023.svg").status_code == 404
    assert picture.headers["Content-Disposition"].endswith(f'{SLUG}-2024.svg"')


def test_english_and_dutch_stand_at_their_own_addresses() -> None:
    published()
    page = Client().get(f"/en/initiatives/{SLUG}/value/2024/")
    assert page.status_code == 200
    assert "Three kinds of value" in page.content.decode()
    assert "Drie soorten waarde" in Client().get(f"{PLACE}2024/").content.decode()


def test_wrong_answers_are_kept_and_say_what_to_mend(akker: Initiative, alice: User) -> None:
    owner = as_(alice)
    owner.post(PLACE, {"year": "2024"})
    answer = owner.post(f"{PLACE}2024/invullen/people/", {"participants": "veel", "counted": "list", "act": "next"})
    assert answer.status_code == 422
    assert 'value="veel"' in answer.content.decode()
    assert "alleen cijfers" in answer.content.decode()
    assert Appraisal.objects.get().answers["participants"] == "veel"
    later = owner.post(f"{PLACE}2024/invullen/people/", {"participants": "veel", "act": "later"})
    assert later.status_code == 302
    check = owner.get(f"{PLACE}2024/invullen/check/").content.decode()
    assert "(whole)" in check  # the rule by its name


@pytest.mark.parametrize(
    "typed",
    ["\x00", "9" * 5000, "<script>alert(1)</script>", "😀" * 300, "‮1234", "-1", "1e309", "NaN", "' OR 1=1 --", ""],
)
def test_hostile_input_is_a_sentence_and_never_an_error(akker: Initiative, alice: User, typed: str) -> None:
    owner = as_(alice)
    owner.post(PLACE, {"year": "2024"})
    for step in STEPS[:-1]:
        names = {f"{name}-less-lonely" if step in {"evidence", "anyway"} else name for name in STEP_FIELDS[step]}
        answer = owner.post(f"{PLACE}2024/invullen/{step}/", {**dict.fromkeys(names, typed), "act": "next"})
        assert answer.status_code in {302, 422}
        assert owner.get(f"{PLACE}2024/invullen/{step}/").status_code == 200
    assert owner.get(f"{PLACE}2024/invullen/check/").status_code == 200
    for token in ("x", "\x00", "y" * 500):
        assert Client().get(reverse("value:survey", args=[token])).status_code == 410


def test_htmx_saves_and_shows_the_result_so_far(akker: Initiative, alice: User) -> None:
    owner = as_(alice)
    owner.post(PLACE, {"year": "2024"})
    answer = owner.post(
        f"{PLACE}2024/invullen/activities/",
        {"activities": "Samen tuinieren in de wijk.", "version": "0", "page": "abc"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "<html" not in words
    assert 'hx-swap-oob="true"' in words
    assert Appraisal.objects.get().answers["activities"] == "Samen tuinieren in de wijk."


def test_others_do_not_get_in(akker: Initiative, alice: User, charlie: User, dana: User) -> None:
    as_(alice).post(PLACE, {"year": "2024"})
    for path in (f"{PLACE}2024/invullen/activities/", f"{PLACE}2024/deelnemers/"):
        assert Client().get(path).status_code == 302
        assert as_(charlie).get(path).status_code == 403
        assert as_(dana).get(path).status_code == 403  # a reviewer reads at the desk, and never fills in
        assert as_(alice).get(path).status_code == 200
    assert as_(charlie).post(PLACE, {"year": "2023"}).status_code == 403
    assert "Antwoorden" not in Client().get(PLACE).content.decode()
    desk = reverse("value:desk")
    assert [Client().get(desk).status_code, as_(charlie).get(desk).status_code, as_(dana).get(desk).status_code] == [
        302, 403, 200,
    ]  # fmt: skip


def test_evidence_is_for_its_people_and_reviewers(akker: Initiative, alice: User, charlie: User, dana: User) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    owner = as_(alice)
    owner.post(PLACE, {"year": "2024"})
    file = SimpleUploadedFile("verslag.pdf", b"%PDF-1.7 x")
    assert owner.post(f"{PLACE}2024/bewijs/", {"file": file}).status_code == 302
    wrong = SimpleUploadedFile("kwaad.svg", b"<svg onload=alert(1)>")
    assert owner.post(f"{PLACE}2024/bewijs/", {"file": wrong}).status_code == 422
    number = Appraisal.objects.get().evidence.get().pk
    path = f"{PLACE}2024/bewijs/{number}/"
    assert as_(charlie).get(path).status_code == 404
    assert as_(dana).get(path).status_code == 200
    answer = owner.get(path)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert owner.post(f"{PLACE}2024/bewijs/", {"remove": str(number)}).status_code == 302
    assert Appraisal.objects.get().evidence.count() == 0


def test_a_participant_answers_by_the_link_in_the_mail(akker: Initiative, alice: User, post) -> None:
    owner = as_(alice)
    owner.post(PLACE, {"year": "2024"})
    number = Appraisal.objects.get().pk
    answering.save(number=number, typed=ANSWERS, owner=True, by=OWNER, at=AT)
    owner.post(f"{PLACE}2024/deelnemers/", {"addresses": "ans@voorbeeld.example"})
    mail: EmailMessage = post()[0]
    path = re.search(r"http://localhost:8000(/nl/vragenlijst/\S+)", mail.body)[1]
    page = Client().get(path)
    assert "Voel je je door dit initiatief minder eenzaam?" in page.content.decode()
    answers = {
        "improved-less-lonely": "yes",
        "improved-less-guidance": "no",
        "improved-new-contacts": "yes",
        "others": "0",
    }
    assert Client().post(path, {"others": "1"}).status_code == 422
    assert Client().post(path, answers).status_code == 302
    assert "al geantwoord" in Client().get(path).content.decode()
    assert Client().post(path, answers).status_code == 200
    assert Reply.objects.count() == 1


def test_the_value_set_in_the_browser(dana: User, eva: User) -> None:
    make_set()
    assert Client().get(reverse("value:set", args=[1])).status_code == 200
    assert Client().get(reverse("value:set_csv", args=[1])).content.decode().startswith("code,title_nl")
    desk = as_(dana)
    assert Client().post(reverse("value:draft")).status_code == 302
    assert desk.post(reverse("value:draft")).status_code == 302
    assert Client().get(reverse("value:set", args=[2])).status_code == 404
    row = reverse("value:row", args=[2, "less-lonely"])
    page = desk.get(row)
    given = {name: "" if field.value() is None else field.value() for name, field in _fields(page).items()}
    wrong = desk.post(row, {**given, "central": "0.9"})
    assert wrong.status_code == 422
    assert "tussen laag en hoog" in wrong.content.decode()
    assert desk.post(row, {**given, "demonstration": "on", "central": "0.20"}).status_code == 302
    decide = reverse("value:decide", args=[2])
    assert desk.post(decide, {"act": "propose", "note": ""}).status_code == 422
    assert desk.post(decide, {"act": "propose", "note": "Lager, na overleg."}).status_code == 302
    assert desk.post(decide, {"act": "accept"}).status_code == 409
    assert as_(eva).post(decide, {"act": "accept"}).status_code == 302
    page = Client().get(reverse("value:difference", args=[1, 2]))
    assert "0.2" in page.content.decode()


def _fields(page) -> dict:
    return {field.name: field for field in page.context["page"].form}


def test_the_desk_shows_answers_in_words(dana: User) -> None:
    row = submitted()
    words = as_(dana).get(reverse("value:case", args=[row.pk])).content.decode()
    assert "Mensen zijn vooraf en achteraf gevraagd." in words
    assert as_(dana).post(reverse("value:case", args=[row.pk]), {"act": "back", "text": "?"}).status_code == 409
    assert as_(dana).post(reverse("value:case", args=[row.pk]), {"act": "weg"}).status_code == 422
    assert as_(dana).get(reverse("value:case", args=[2**63 - 1])).status_code == 404


def test_a_correction_says_what_it_changed() -> None:
    number = published().appraisal_id
    reviewing.correct(number=number, reason="De huur telde dubbel.", by=OWNER, at=AT, owner=True, reviewer=False)
    wrong = {"cash": "20000", "improved-less-lonely": "40", "outcomes": ["less-lonely", "new-contacts"]}
    answering.save(number=number, typed=wrong, owner=True, by=OWNER, at=AT)
    answering.submit(number=number, owner=True, by=OWNER, at=AT, demonstration=True)
    reviewing.check(number=number, text="", by=FIRST, at=AT, reviewer=True, own=False)
    reviewing.publish(number=number, text="", by=SECOND, at=AT, reviewer=True, own=False, demonstration=True)
    page = Client().get(f"{PLACE}2024/").content.decode().replace("\u00a0", " ")
    for sentence in (
        "De huur telde dubbel.",
        "Geld: € 30.000,00 werd € 20.000,00",
        "Minder eenzaam, mensen voor wie het veranderde: 44 werd 40",
        "Minder individuele begeleiding nodig, mensen die antwoordden: 80 werd niets",
        "Bespaard publiek geld: ",
    ):
        assert sentence in page, sentence
    assert "Uren van vrijwilligers: " not in page  # what stayed the same is not there
    old = Client().get(f"{PLACE}2024/?edition=1").content.decode()
    assert "Dit is verbeterd" in old
    assert "€ 30.000,00" in old.replace("\u00a0", " ")


def test_an_old_edition_says_that_it_was_corrected() -> None:
    published()
    assert Client().get(f"{PLACE}2024/?edition=1").status_code == 200
    assert Client().get(f"{PLACE}2024/?edition=99999").status_code == 404
    assert Client().get(f"{PLACE}2024/?edition=x").status_code == 200
    assert Client().get(f"{PLACE}99999999/").status_code == 404
