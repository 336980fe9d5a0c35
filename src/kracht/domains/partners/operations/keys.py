"""Making, replacing and ending keys, counting their use, and warning before they end."""

from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kracht.domains.partners import rules
from kracht.domains.partners.facts import (
    MOST_KEYS,
    ONCE_KEPT,
    PER_HOUR,
    ROTATION,
    SHOWN_LENGTH,
    WARNED_DAYS,
    Caller,
    MadeKey,
)
from kracht.domains.partners.models import Key, Once, Partner
from kracht.domains.partners.queries import partners
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.guard import operations as guard
from kracht.foundation.notify import operations as notify

USED_EVERY = timedelta(minutes=1)
SHOWN_FOR = timedelta(minutes=2)  # how long the same form shows the same key again


@transaction.atomic
def make(
    *,
    partner_id: int,
    name: str,
    scopes: list[str],
    expires_at: datetime,
    by: Actor,
    at: datetime,
    per_hour: int = PER_HOUR,
    once: str = "",
) -> MadeKey:
    """Make a key; the answer holds it, once. ValidationError per field, or when the partner is not active.

    `once` is the chance that came with the form: sent again within two minutes (a second click) it gives the same key.
    """
    partner = Partner.objects.select_for_update().get(pk=partner_id)
    rules.check_is_active(partner.state)
    tidy = rules.check_key(name=name, scopes=scopes, expires_at=expires_at, per_hour=per_hour, at=at)
    secret = rules.key_of(f"{partner_id}:{by.audit_key}:{once}") if once else rules.new_key()
    known = Key.objects.filter(digest=rules.key_digest(secret)).first()
    if known is not None:
        return _shown_again(known, secret, at)
    rules.check_count(_living(partner_id, at), MOST_KEYS)
    fresh = Key(partner=partner, name=tidy, scopes=sorted(set(scopes)), per_hour=per_hour, expires_at=expires_at)
    return _save(fresh, secret, by, at)


def _shown_again(row: Key, secret: str, at: datetime) -> MadeKey:
    """The key of a form that was sent twice. ValidationError once it is too late, or the key has ended."""
    if row.ends_at is not None or at - row.created_at > SHOWN_FOR:
        raise ValidationError(
            _("This form was sent before, and its key is in the list. Open the page again for a new key.")
        )
    return MadeKey(row.pk, secret)


def _living(partner_id: int, at: datetime) -> int:
    return Key.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), partner_id=partner_id, expires_at__gt=at).count()


def _save(row: Key, secret: str, by: Actor, at: datetime) -> MadeKey:
    row.start, row.digest = secret[:SHOWN_LENGTH], rules.key_digest(secret)
    row.made_by, row.created_at = by.audit_key, at
    row.save()
    audit.record(by=by, verb="key.make", target=row, at=at, data={"scopes": row.scopes})
    return MadeKey(row.pk, secret)


@transaction.atomic
def rotate(*, key_id: int, partner_id: int, by: Actor, at: datetime) -> MadeKey | None:
    """Make a key that may the same for as long; the old one works for 24 hours more. None for a key that has ended.

    A second click gives the same key; later, a key that was replaced is not replaced once more (ValidationError).
    """
    old = _locked(key_id, partner_id, at)
    if old is None:
        return None
    rules.check_is_active(old.partner.state)
    secret = rules.key_of(f"{partner_id}:{by.audit_key}:{old.digest}")
    if old.ends_at is not None:
        known = Key.objects.filter(digest=rules.key_digest(secret)).first()
        if known is None:
            raise ValidationError(_("This key was replaced already."))
        return _shown_again(known, secret, at)
    life = old.expires_at - old.created_at
    fresh = _save(
        Key(
            partner=old.partner,
            name=old.name,
            scopes=old.scopes,
            per_hour=old.per_hour,
            expires_at=at + min(life, timedelta(days=730)),
        ),
        secret,
        by,
        at,
    )
    old.ends_at = min(at + ROTATION, old.expires_at)
    old.save(update_fields=["ends_at"])
    audit.record(by=by, verb="key.rotate", target=old, at=at, data={"into": fresh.id})
    return fresh


@transaction.atomic
def revoke(*, key_id: int, partner_id: int, by: Actor, at: datetime) -> bool:
    """End a key now; False when there is no such living key. Doing it again changes nothing."""
    row = _locked(key_id, partner_id, at)
    if row is None:
        return False
    row.ends_at = at
    row.save(update_fields=["ends_at"])
    audit.record(by=by, verb="key.revoke", target=row, at=at)
    return True


def _locked(key_id: int, partner_id: int, at: datetime) -> Key | None:
    rows = Key.objects.select_for_update(of=("self",)).select_related("partner")
    return rows.filter(Q(ends_at=None) | Q(ends_at__gt=at), pk=key_id, partner_id=partner_id, expires_at__gt=at).first()


def use(*, caller: Caller, at: datetime, weight: int = 1) -> int:
    """Count a request of a key in this hour; returns how many are left (below 0: one too many).

    When it was last used is written at most once a minute.
    """
    if caller.used_at is None or at - caller.used_at >= USED_EVERY:
        Key.objects.filter(Q(used_at=None) | Q(used_at__lte=at - USED_EVERY), pk=caller.key_id).update(used_at=at)
    taken = guard.count(purpose="api", who=caller.audit_key, at=at, weight=weight)
    return caller.per_hour - taken


def hour_ends_in(at: datetime) -> int:
    """Return the seconds until the count begins anew."""
    return 3600 - int(at.astimezone(UTC).timestamp()) % 3600


def warn(*, at: datetime) -> int:
    """Tell partners which keys end within 30 and within 7 days, each once; returns how many mails were written."""
    told = 0
    for days in WARNED_DAYS:
        for number, name, address, slug, end in partners.expiring(at=at, days=days):
            if days == max(WARNED_DAYS) and end - at <= timedelta(days=min(WARNED_DAYS)):
                continue  # the later warning says it
            notify.tell(
                to=address,
                kind="partners/expiring",
                at=at,
                context={"name": name, "end": end, "days": days, "path": f"/nl/partners/{slug}/"},
                once_key=f"partner-key-{number}-{days}",
            )
            told += 1
    return told


def forget_answers(*, at: datetime) -> int:
    """Forget what was answered once, a day later; returns how many."""
    return Once.objects.filter(created_at__lt=at - ONCE_KEPT).delete()[0]
