from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from pytest_django import Settings

from kracht.foundation.accounts.models import User
from kracht.foundation.notify import operations, queries
from kracht.foundation.notify.mailbox import QueueBackend
from kracht.foundation.notify.models import Notice, SentMail

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=1)
WORDS = "Bericht over {{ name }}\n\nDag,\n\nZie {{ url }}\nTot ziens <b>&</b> bedankt."


@pytest.fixture(autouse=True)
def _words(settings: Settings) -> None:
    engine = settings.TEMPLATES[0]
    options = {
        **engine["OPTIONS"],
        "loaders": [
            ("django.template.loaders.locmem.Loader", {"tests/mail/hello.txt": WORDS}),
            "django.template.loaders.app_directories.Loader",
        ],
    }
    settings.TEMPLATES = [{**engine, "APP_DIRS": False, "OPTIONS": options}]


def tell(to: User | str = "x@voorbeeld.example", **more: Any) -> int:
    context = {"name": "De <Tuin> & zo", "url": "https://kracht.example/a?b=1&c=2"}
    return operations.tell(to=to, kind="tests/hello", at=AT, context=context, **more)


def jobs() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def test_a_notice_waits_with_its_job_and_goes_once(alice: User) -> None:
    number = tell(alice, about=alice)
    assert jobs() == [("notify.deliver", "todo")]
    assert operations.deliver(number=number, at=LATER)
    assert not operations.deliver(number=number, at=LATER)
    (sent,) = mail.outbox
    assert sent.to == ["alice@voorbeeld.example"]
    assert sent.subject == "Bericht over De <Tuin> & zo"
    assert "https://kracht.example/a?b=1&c=2" in sent.body
    notice = Notice.objects.get()
    assert (notice.sent_at, notice.tries, notice.about_key) == (LATER, 1, str(alice.pk))


def test_html_is_escaped_and_has_links(db: None) -> None:
    tell()
    html = Notice.objects.get().html
    assert '<a href="https://kracht.example/a?b=1&amp;c=2">' in html
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in html
    assert "<title>Bericht over De &lt;Tuin&gt; &amp; zo</title>" in html


def test_a_line_break_in_a_value_cannot_make_a_header(db: None) -> None:
    operations.tell(
        to="x@voorbeeld.example",
        kind="tests/hello",
        at=AT,
        context={"name": "a\r\nBcc: y@voorbeeld.example", "url": ""},
    )
    number = Notice.objects.get().pk
    assert operations.deliver(number=number, at=LATER)
    assert mail.outbox[0].recipients() == ["x@voorbeeld.example"]
    assert "\n" not in mail.outbox[0].subject


def test_the_same_once_key_is_told_once(db: None) -> None:
    assert tell(once_key="initiative:1:published") == tell(once_key="initiative:1:published")
    assert tell(once_key="initiative:2:published") != Notice.objects.earliest("id").pk
    assert len(jobs()) == Notice.objects.count() == 2


def test_a_lost_connection_keeps_the_notice(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    number = tell()

    def broken(*_: object) -> None:
        raise SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", broken)
    with pytest.raises(SMTPServerDisconnected):
        operations.deliver(number=number, at=LATER)
    operations.mark_failed(number=number, trouble="gone")
    assert (Notice.objects.get().sent_at, Notice.objects.get().tries) == (None, 1)
    assert queries.overdue(at=AT + timedelta(minutes=9)) == 0
    assert queries.overdue(at=AT + timedelta(minutes=11)) == 1


@pytest.mark.parametrize(("code", "final"), [(550, True), (450, False)])
def test_only_a_final_refusal_ends_the_matter(
    db: None, monkeypatch: pytest.MonkeyPatch, code: int, final: bool
) -> None:
    number = tell()

    def refuses(*_: object) -> None:
        raise SMTPRecipientsRefused({"x@voorbeeld.example": (code, b"no")})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuses)
    if final:
        assert not operations.deliver(number=number, at=LATER)
        assert "refuses" in Notice.objects.get().trouble
    else:
        with pytest.raises(SMTPRecipientsRefused):
            operations.deliver(number=number, at=LATER)
        assert Notice.objects.get().sent_at is None


def test_texts_go_after_a_month(db: None) -> None:
    operations.deliver(number=tell(), at=AT)
    operations.show_in_demo(address="x@voorbeeld.example", subject="s", text="t", html="", at=AT)
    assert operations.empty_old(at=AT + timedelta(days=29)) == 0
    assert SentMail.objects.exists()
    assert operations.empty_old(at=AT + timedelta(days=31)) == 1
    left = Notice.objects.get()
    assert (left.address, left.subject, left.text, left.html) == ("", "", "", "")
    assert not SentMail.objects.exists()


def test_mail_of_signing_in_is_queued_and_emptied(db: None) -> None:
    message = mail.EmailMessage("Uw code", "123456", None, ["x@voorbeeld.example"])
    QueueBackend(alias="default").send_messages([message])  # Django puts another backend there in tests
    notice = Notice.objects.get()
    assert (notice.kind, notice.text) == ("accounts/mail", "123456")
    assert mail.outbox == []
    operations.deliver(number=notice.pk, at=LATER)
    assert "123456" in mail.outbox[0].body
    notice.refresh_from_db()
    assert (notice.text, notice.html, notice.subject) == ("", "", "Uw code")
