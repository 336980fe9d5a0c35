"""Telling people, and sending what was told."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives, mailers
from django.db import IntegrityError, models, transaction
from django.db.models import F
from procrastinate.contrib.django import app

from kracht.foundation.audit.queries import target_keys
from kracht.foundation.notify import rules
from kracht.foundation.notify.facts import KEPT_DAYS, LAST_KINDS, SIGN_IN_KINDS, Letter
from kracht.foundation.notify.models import Notice, SentMail

JOB = "notify.deliver"


@transaction.atomic
def tell(
    *,
    to: AbstractBaseUser | str,
    kind: str,
    at: datetime,
    context: Mapping[str, Any],
    about: models.Model | None = None,
    language: str = "",
    once_key: str = "",
    unsubscribe: str = "",
) -> int:
    """Write one mail and put it in the queue, inside the caller's transaction. Returns the number of the notice.

    `kind` is `<app>/<name>`; its words are in `<app>/mail/<name>.txt`. A user is written to in the own language.
    The same `once_key` a second time changes nothing and returns the first number. `unsubscribe` is the full address
    where one POST ends mail of this kind.
    """
    user = to if isinstance(to, AbstractBaseUser) else None
    address = user.email if user else to  # type: ignore[attr-defined]  # our user has an address
    language = rules.language_of(language or getattr(user, "language", ""))
    subject, text = rules.write(kind, context, language)
    about_type, about_key = target_keys(about) if about else ("", "")
    notice = Notice(
        user=user,  # type: ignore[misc]  # the site's own user model
        address=address,
        kind=kind,
        about_type=about_type,
        about_key=about_key,
        language=language,
        subject=subject,
        text=text,
        html=rules.to_html(subject, text, language),
        once_key=once_key,
        unsubscribe=unsubscribe,
        created_at=at,
    )
    return _queue(notice)


@transaction.atomic
def tell_many(
    *, kind: str, at: datetime, context: Mapping[str, Any], language: str, letters: Sequence[Letter], about_type: str
) -> int:
    """Write one mail for many receivers: the text is made once and filled in per letter. Returns how many are new.

    Meant for some hundreds at a time. A known once-key is passed over. `about_type` names what `about_key` counts.
    """
    language = rules.language_of(language)
    subject, text = rules.write(kind, context, language)
    html = rules.to_html(subject, text, language)
    wanted = [letter.once_key for letter in letters]
    known = set(Notice.objects.filter(once_key__in=wanted).values_list("once_key", flat=True))
    fresh = [letter for letter in letters if letter.once_key not in known]
    Notice.objects.bulk_create(
        [
            Notice(
                user_id=letter.user_id,
                address=letter.address,
                kind=kind,
                about_type=about_type,
                about_key=letter.about_key,
                language=language,
                subject=subject,
                text=rules.fill(text, letter.fill),
                html=rules.fill(html, letter.fill),
                once_key=letter.once_key,
                unsubscribe=letter.unsubscribe,
                created_at=at,
            )
            for letter in fresh
        ],
        ignore_conflicts=True,  # told at the same moment by another process: its job sends the row that is there
    )
    numbers = Notice.objects.filter(once_key__in=[letter.once_key for letter in fresh]).order_by("pk")
    jobs: list[dict[str, Any]] = [{"number": number} for number in numbers.values_list("pk", flat=True)]
    if jobs:
        app.configure_task(JOB).batch_defer(*jobs)
    return len(jobs)


@transaction.atomic
def queue_mail(*, address: str, kind: str, subject: str, text: str, html: str, language: str, at: datetime) -> int:
    """Put a mail that another program wrote (signing in) in the queue. Returns the number of the notice."""
    html = html or rules.to_html(subject, text, language)
    return _queue(
        Notice(
            address=address,
            kind=kind,
            language=language,
            subject=subject[: rules.MAX_SUBJECT],
            text=text,
            html=html,
            created_at=at,
        )
    )


def _queue(notice: Notice) -> int:
    """Save the notice and its job together; a known once-key gives the notice that has it."""
    if notice.once_key:
        if known := Notice.objects.filter(once_key=notice.once_key).first():
            return known.pk
        try:
            with transaction.atomic():
                notice.save()
        except IntegrityError:  # told at the same moment by another process
            return Notice.objects.get(once_key=notice.once_key).pk
    else:
        notice.save()
    app.configure_task(JOB, lock=f"notice:{notice.pk}").defer(number=notice.pk)
    return notice.pk


@transaction.atomic
def deliver(*, number: int, at: datetime) -> bool:
    """Send one notice and mark it sent, in one transaction; False when there is nothing (more) to send.

    The row is locked meanwhile, so two workers never send the same one. A crash between the mail server's yes and the
    commit sends again, with the same Message-ID. Errors of the mail server are raised, except a final refusal of the
    address, which ends the matter.
    """
    notice = Notice.objects.select_for_update(skip_locked=True).filter(pk=number, sent_at=None).first()
    if notice is None:
        return False
    trouble = ""
    try:
        mailers["wire"].send_messages([_message(notice)])
    except SMTPRecipientsRefused as refusal:
        if any(code < 500 for code, _why in refusal.recipients.values()):
            raise
        trouble = "the mail server refuses this address"
    notice.refused = bool(trouble)
    notice.sent_at, notice.trouble, notice.tries = at, trouble, notice.tries + 1
    if notice.kind.startswith(SIGN_IN_KINDS):
        notice.text = notice.html = ""
    if notice.kind in LAST_KINDS:
        notice.address = notice.subject = notice.text = notice.html = ""
    notice.save(update_fields=["address", "subject", "sent_at", "trouble", "tries", "text", "html", "refused"])
    return not trouble


def _message(notice: Notice) -> EmailMultiAlternatives:
    host = settings.SITE_URL.partition("://")[2].partition(":")[0]
    one_click = (
        {"List-Unsubscribe": f"<{notice.unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        if notice.unsubscribe
        else {}
    )
    message = EmailMultiAlternatives(
        subject=notice.subject,
        body=notice.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notice.address],
        headers={
            "Message-ID": f"<notice-{notice.pk}-{notice.created_at:%Y%m%d%H%M%S}@{host}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": notice.language,
            **one_click,
        },
    )
    message.attach_alternative(notice.html, "text/html")
    return message


def mark_failed(*, number: int, trouble: str) -> None:
    """Keep why a try failed, for those who run the site."""
    Notice.objects.filter(pk=number).update(tries=F("tries") + 1, trouble=trouble[:300])


def empty_old(*, at: datetime) -> int:
    """Empty mails sent long ago, to whom included, and drop the demo's old post; returns how many were emptied.

    What stays is that a mail of this kind went, and its once-key.
    """
    before = at - timedelta(days=KEPT_DAYS)
    SentMail.objects.filter(at__lt=before).delete()
    old = Notice.objects.filter(sent_at__lt=before).exclude(address="")
    return old.update(address="", subject="", text="", html="", trouble="", unsubscribe="")


def show_in_demo(*, address: str, subject: str, text: str, html: str, at: datetime) -> None:
    """Keep a mail for the demo's post page instead of sending it."""
    SentMail.objects.create(address=address[:320], subject=subject[:998], text=text, html=html, at=at)
