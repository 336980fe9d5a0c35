"""The feed of changes, tombstones, webhooks and their log."""

from datetime import datetime

from kracht.domains.partners.facts import ChangeFact, ChangeKind, DeliveryFact, DeliveryState, HookFact
from kracht.domains.partners.models import Change, Delivery, Webhook

COLUMNS = ("number", "kind", "initiative_id", "slug", "source", "source_key", "licence", "at")


def changes(*, after: int, limit: int) -> list[ChangeFact]:
    """Return the changes beyond a number, in order: by an index, whatever the size of the register."""
    rows = Change.objects.filter(number__gt=after).order_by("number").values_list(*COLUMNS)[:limit]
    return [ChangeFact(*row) for row in rows]


def latest() -> int:
    """Return the number of the latest change; 0 when there is none."""
    return Change.objects.order_by("-number").filter(number__isnull=False).values_list("number", flat=True).first() or 0


def tombstone(slug: str) -> ChangeFact | None:
    """Return what is left of an entry that was public at this address."""
    return _tomb(slug=slug)


def tombstone_of(source: str, source_key: str) -> ChangeFact | None:
    """Return what is left of the record of a source."""
    return _tomb(source=source, source_key=source_key)


def _tomb(**where: str) -> ChangeFact | None:
    row = Change.objects.filter(kind=ChangeKind.DELETED, **where).order_by("-at").values_list(*COLUMNS).first()
    return ChangeFact(row[0] or 0, *row[1:]) if row else None


def unnumbered() -> bool:
    """Return whether changes wait for the pump."""
    return Change.objects.filter(number=None).exists()


def hooks_of(partner_id: int) -> list[HookFact]:
    """Return the webhooks of a partner, newest first."""
    rows = Webhook.objects.filter(partner_id=partner_id).order_by("-id")
    return [
        HookFact(row.pk, row.url, row.scope, row.state, row.failures, row.last_ok_at, row.created_at) for row in rows
    ]


def log_of(partner_id: int, *, before: int = 0, limit: int = 50) -> list[DeliveryFact]:
    """Return messages of a partner's webhooks, newest first; `before` is the number of the last one seen."""
    rows = Delivery.objects.filter(webhook__partner_id=partner_id).select_related("webhook").order_by("-id")
    if before:
        rows = rows.filter(pk__lt=before)
    return [
        DeliveryFact(
            row.pk, row.webhook_id, row.webhook.url, row.message, row.event, row.subject, row.state, row.tries,
            row.status, row.trouble, row.created_at, row.next_at, row.done_at,
        )
        for row in rows[:limit]
    ]  # fmt: skip


def overdue(*, before: datetime, limit: int = 200) -> list[tuple[int, int]]:
    """Return (message, webhook) whose moment passed without a job: what a crash of the queue left behind."""
    rows = Delivery.objects.filter(state=DeliveryState.WAITING, next_at__lt=before, webhook__state="active")
    return list(rows.order_by("next_at").values_list("id", "webhook_id")[:limit])
