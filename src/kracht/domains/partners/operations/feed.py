"""Numbering the feed, writing messages for webhooks, and keeping what became of them.

The feed's rows are the outbox: triggers write them in the transaction of the change. `pump` gives them numbers and
writes the messages with their jobs, all in one transaction, so a killed worker loses nothing and repeats nothing.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app

from kracht.domains.partners import rules, sql
from kracht.domains.partners.facts import (
    FAILING_ALLOWED,
    FAILURES_ALLOWED,
    LOG_KEPT,
    MOST_HOOKS,
    ChangeFact,
    DeliveryState,
    HookScope,
    HookState,
    Parcel,
    PartnerState,
)
from kracht.domains.partners.models import Delivery, Partner, TagUse, Webhook
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.notify import operations as notify
from kracht.kernel import cursor

JOB = "partners.deliver"
BATCH = 1000


@transaction.atomic
def pump(*, at: datetime) -> int:
    """Number what changed and write the messages about it; returns how many changes there were. 0: nothing (left)."""
    with connection.cursor() as db:
        db.execute("SELECT pg_try_advisory_xact_lock(%s)", [sql.LOCK])
        if not db.fetchone()[0]:
            return 0  # another worker is at it
        db.execute(sql.NUMBER, [BATCH])
        rows = sorted(db.fetchall(), key=lambda row: int(row[1]))
    found = [(ChangeFact(row[1], row[2], row[0], *row[3:8]), row[8]) for row in rows]
    if found:
        _write_messages(found, at)
    return len(found)


def _write_messages(found: Sequence[tuple[ChangeFact, str]], at: datetime) -> None:
    hooks = list(
        Webhook.objects.filter(state=HookState.ACTIVE, partner__state=PartnerState.ACTIVE).select_related("partner")
    )
    if not hooks:
        return
    tagged: dict[int, set[int]] = {}
    keys = [change.initiative_id for change, _by in found]
    for key, partner in TagUse.objects.filter(initiative_id__in=keys).values_list("initiative_id", "tag__partner_id"):
        tagged.setdefault(key, set()).add(partner)
    made = []
    for hook in hooks:
        if hook.scope == HookScope.REGISTER:
            made.append(_register_message(hook, found[0][0].number, found[-1][0].number, at))
            continue
        made += [
            _change_message(hook, change, at)
            for change, by_source in found
            if by_source != hook.partner.source
            and (change.source == hook.partner.source or hook.partner_id in tagged.get(change.initiative_id, set()))
        ]
    _queue(Delivery.objects.bulk_create(made), at)


def _register_message(hook: Webhook, first: int, last: int, at: datetime) -> Delivery:
    since = cursor.encode(first - 1)
    data = {"since": since, "_links": {"changes": {"href": f"{settings.SITE_URL}/api/v1/changes?since={since}"}}}
    return _message(hook, "register.changed", f"reg_{last}", "", data, at)


def _change_message(hook: Webhook, change: ChangeFact, at: datetime) -> Delivery:
    path = f"/api/v1/initiatives/{change.slug}"
    data = {
        "id": change.initiative_id,
        "slug": change.slug,
        "sourceKey": change.source_key if change.source == hook.partner.source else None,
        "changedAt": _moment(change.at),
        "_links": {"initiative": {"href": f"{settings.SITE_URL}{path}"}},
    }
    return _message(hook, f"initiative.{change.kind}", f"chg_{change.number}", change.slug, data, at)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _message(hook: Webhook, event: str, key: str, subject: str, data: Mapping[str, object], at: datetime) -> Delivery:
    body = json.dumps({"type": event, "timestamp": _moment(at), "data": data}, separators=(",", ":"))
    return Delivery(
        webhook=hook, message=f"msg_{key}", event=event, subject=subject, body=body, created_at=at, next_at=at
    )


def _queue(made: Sequence[Delivery], at: datetime) -> None:
    for row in made:
        _defer(row.pk, row.webhook_id, row.next_at or at, at)


def _defer(number: int, hook_id: int, when: datetime, at: datetime) -> None:
    """One message of a webhook is sent at a time; messages of different webhooks side by side."""
    task = app.configure_task(JOB, lock=f"webhook:{hook_id}", schedule_at=when if when > at else None)
    task.defer(number=number)


def take(*, number: int, at: datetime) -> Parcel | None:
    """Return what to send now; None when it was sent already, must wait, or is not wanted any more."""
    row = Delivery.objects.select_related("webhook__partner").filter(pk=number, state=DeliveryState.WAITING).first()
    if row is None or row.webhook.state != HookState.ACTIVE or row.webhook.partner.state != PartnerState.ACTIVE:
        return None
    if row.next_at is not None and row.next_at > at + timedelta(seconds=2):
        return None
    body, stamp = row.body.encode(), int(at.timestamp())
    secret = rules.hook_secret(row.webhook_id, row.webhook.salt)
    return Parcel(
        row.pk,
        row.webhook.url,
        body,
        {
            "Content-Type": "application/json",
            "webhook-id": row.message,
            "webhook-timestamp": str(stamp),
            "webhook-signature": rules.sign(secret, message=row.message, timestamp=stamp, body=body),
        },
    )


@transaction.atomic
def note(*, number: int, status: int | None, trouble: str, at: datetime) -> None:
    """Keep what became of a try: delivered on any 2xx, else tried again later, for about three days."""
    row = Delivery.objects.select_for_update(of=("self",)).filter(pk=number, state=DeliveryState.WAITING).first()
    if row is None:
        return
    hook = Webhook.objects.select_for_update().get(pk=row.webhook_id)
    row.tries, row.status, row.trouble = row.tries + 1, status, trouble[:300]
    if status is not None and 200 <= status < 300:
        row.state, row.done_at, row.next_at = DeliveryState.DELIVERED, at, None
        hook.failures, hook.failing_since, hook.last_ok_at = 0, None, at
    else:
        wait = rules.wait_after(row.tries)
        row.next_at = at + wait if wait else None
        if wait is None:
            row.state, row.done_at = DeliveryState.GIVEN_UP, at
        hook.failures, hook.failing_since = hook.failures + 1, hook.failing_since or at
    row.save()
    hook.save(update_fields=["failures", "failing_since", "last_ok_at"])
    if status == 410 or _is_broken(hook, at):
        _break(hook, at)
    elif row.next_at:
        _defer(row.pk, row.webhook_id, row.next_at, at)


def _is_broken(hook: Webhook, at: datetime) -> bool:
    failing = hook.failing_since is not None and at - hook.failing_since >= FAILING_ALLOWED
    return hook.failures >= FAILURES_ALLOWED or failing


def _break(hook: Webhook, at: datetime) -> None:
    """Switch a webhook off and tell its partner; messages wait until somebody switches it on."""
    hook.state = HookState.BROKEN
    hook.save(update_fields=["state"])
    partner = Partner.objects.select_related("organisation").get(pk=hook.partner_id)
    audit.record(by=rules.PROGRAM, verb="webhook.broken", target=hook, at=at, data={"failures": hook.failures})
    if partner.contact_email:
        notify.tell(
            to=partner.contact_email,
            kind="partners/broken",
            at=at,
            context={"url": hook.url, "path": f"/nl/partners/{partner.organisation.slug}/"},
            about=hook,
        )


@transaction.atomic
def subscribe(*, partner_id: int, url: str, scope: str, by: Actor, at: datetime) -> tuple[int, str]:
    """Make a webhook; returns its number and its secret, which is shown once. ValidationError per field."""
    partner = Partner.objects.select_for_update().get(pk=partner_id)
    rules.check_is_active(partner.state)
    address = rules.check_hook_url(url, plain_allowed=rules.plain_hooks_allowed())
    rules.check_count(Webhook.objects.filter(partner=partner).count(), MOST_HOOKS)
    row = Webhook.objects.create(
        partner=partner, url=address, scope=HookScope(scope), salt=secrets.token_hex(32), created_at=at
    )
    audit.record(by=by, verb="webhook.make", target=row, at=at)
    return row.pk, rules.hook_secret(row.pk, row.salt)


@transaction.atomic
def renew_secret(*, hook_id: int, partner_id: int, by: Actor, at: datetime) -> str:
    """Give a webhook another secret at once; returns it, once. Empty when the webhook is not this partner's."""
    row = _hook(hook_id, partner_id)
    if row is None:
        return ""
    row.salt = secrets.token_hex(32)
    row.save(update_fields=["salt"])
    audit.record(by=by, verb="webhook.secret", target=row, at=at)
    return rules.hook_secret(row.pk, row.salt)


@transaction.atomic
def switch(*, hook_id: int, partner_id: int, on: bool, by: Actor, at: datetime) -> bool:
    """Pause a webhook, or let it go on with what waits; False when it is not this partner's."""
    row = _hook(hook_id, partner_id)
    if row is None:
        return False
    row.state = HookState.ACTIVE if on else HookState.PAUSED
    row.failures, row.failing_since = 0, None
    row.save(update_fields=["state", "failures", "failing_since"])
    audit.record(by=by, verb="webhook.on" if on else "webhook.off", target=row, at=at)
    if on:
        waiting = list(row.deliveries.filter(state=DeliveryState.WAITING).order_by("id")[:BATCH])
        for one in waiting:
            one.next_at = at
        Delivery.objects.bulk_update(waiting, ["next_at"])
        _queue(waiting, at)
    return True


@transaction.atomic
def unsubscribe(*, hook_id: int, partner_id: int, by: Actor, at: datetime) -> bool:
    """Remove a webhook with its log; False when it is not this partner's."""
    row = _hook(hook_id, partner_id)
    if row is None:
        return False
    audit.record(by=by, verb="webhook.remove", target=row, at=at)
    row.delete()
    return True


@transaction.atomic
def send_test(*, hook_id: int, partner_id: int, by: Actor, at: datetime) -> bool:
    """Write a message that only says hello; False when the webhook is not this partner's."""
    row = _hook(hook_id, partner_id)
    if row is None:
        return False
    made = _message(row, "webhook.test", f"test_{secrets.token_hex(8)}", "", {"hello": settings.SITE_NAME}, at)
    made.save()
    _queue([made], at)
    return True


@transaction.atomic
def send_again(*, number: int, partner_id: int, by: Actor, at: datetime) -> bool:
    """Send a message once more, with the same id; False when it is not this partner's."""
    row = Delivery.objects.select_for_update(of=("self",)).filter(pk=number, webhook__partner_id=partner_id).first()
    if row is None:
        return False
    row.state, row.next_at, row.done_at, row.tries = DeliveryState.WAITING, at, None, 0
    row.save(update_fields=["state", "next_at", "done_at", "tries"])
    audit.record(by=by, verb="webhook.again", target=row, at=at)
    _defer(row.pk, row.webhook_id, at, at)
    return True


def _hook(hook_id: int, partner_id: int) -> Webhook | None:
    return Webhook.objects.select_for_update().filter(pk=hook_id, partner_id=partner_id).first()


def queue_again(*, found: Sequence[tuple[int, int]], at: datetime) -> None:
    """Give messages that lost their job a new one; sending twice is harmless, their id stays the same."""
    for number, hook_id in found:
        _defer(number, hook_id, at, at)


def forget_log(*, at: datetime) -> int:
    """Forget messages that were sent or given up a month ago; returns how many."""
    old = Delivery.objects.filter(created_at__lt=at - LOG_KEPT).exclude(state=DeliveryState.WAITING)
    return old.delete()[0]
