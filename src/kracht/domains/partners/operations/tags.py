"""Making tags, putting them on entries, and clearing those that need it."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kracht.domains.initiatives.operations import tagging
from kracht.domains.partners import rules
from kracht.domains.partners.facts import MOST_TAGS, TagState
from kracht.domains.partners.models import Partner, Tag, TagUse
from kracht.foundation.audit import operations as audit
from kracht.foundation.audit.facts import Actor
from kracht.foundation.notify import operations as notify
from kracht.kernel import text

MOST_ON_ONE = 20


@transaction.atomic
def define(
    *,
    partner_id: int,
    word: str,
    label_nl: str,
    by: Actor,
    at: datetime,
    label_en: str = "",
    description: str = "",
    needs_clearance: bool = False,
) -> str:
    """Make a tag of a partner or change it; returns its whole name. ValidationError per field."""
    partner = Partner.objects.select_for_update().get(pk=partner_id)
    rules.check_is_active(partner.state)
    name = f"{partner.namespace}:{rules.check_word(word)}"
    try:
        said = {
            "label_nl": text.clean(label_nl, 60),
            "label_en": text.clean(label_en, 60),
            "description": text.clean(description, 300),
            "needs_clearance": needs_clearance,
        }
    except text.TextTooLong as problem:
        raise ValidationError({"label_nl": _("Use at most %(n)d characters.") % {"n": problem.limit}}) from None
    if not said["label_nl"]:
        raise ValidationError({"label_nl": _("Write what people see: a word or a few.")})
    if not Tag.objects.filter(name=name).exists():
        rules.check_count(Tag.objects.filter(partner=partner).count(), MOST_TAGS)
    row, fresh = Tag.objects.update_or_create(
        name=name, defaults=said, create_defaults={**said, "partner": partner, "created_at": at}
    )
    audit.record(by=by, verb="tag.make" if fresh else "tag.change", target=row, at=at)
    return name


@transaction.atomic
def drop(*, tag_id: int, partner_id: int, by: Actor, at: datetime) -> bool:
    """Remove a tag from everywhere; False when it is not this partner's."""
    row = Tag.objects.select_for_update().filter(pk=tag_id, partner_id=partner_id).first()
    if row is None:
        return False
    bearers = list(row.uses.values_list("initiative_id", flat=True))
    audit.record(by=by, verb="tag.drop", target=row, at=at, data={"entries": len(bearers)})
    row.delete()
    _show(bearers)
    return True


@transaction.atomic
def put_on(*, name: str, initiative_id: int, by: Actor, at: datetime, partner_id: int | None = None) -> str:
    """Put a tag on an entry; returns the state it has: cleared, or asked when its owner must say yes first.

    `partner_id` is for whom somebody acts. ValidationError when there is no such tag, or it was refused here.
    """
    tag = Tag.objects.select_related("partner__organisation").filter(name=name).first()
    if tag is None:
        raise ValidationError(_("There is no tag %(name)s."), params={"name": name[:80]}, code="missing")
    own = tag.partner_id == partner_id
    if not own and TagUse.objects.filter(initiative_id=initiative_id).count() >= MOST_ON_ONE:
        raise ValidationError(_("This entry has enough tags already."), code="full")
    state = TagState.CLEARED if own or not tag.needs_clearance else TagState.ASKED
    use, fresh = TagUse.objects.select_for_update().get_or_create(
        tag=tag,
        initiative_id=initiative_id,
        defaults={"state": state, "asked_by": by.audit_key, "asked_for_id": partner_id, "asked_at": at},
    )
    if not fresh and own and use.state != TagState.CLEARED:
        use.state, use.decided_at = TagState.CLEARED, at
        use.save(update_fields=["state", "decided_at"])
        fresh = True
    if use.state == TagState.REFUSED:
        raise ValidationError(
            _("The owner of this tag refused it for this entry: %(why)s"), params={"why": use.reason}, code="refused"
        )
    if fresh:
        audit.record(by=by, verb=f"tag.{use.state}", target=use, at=at, data={"tag": name})
        if use.state == TagState.CLEARED:
            _show([initiative_id])
        elif tag.partner.contact_email:
            _ask_clearance(tag, at)
    return use.state


def ask_quietly(*, name: str, initiative_id: int, by: Actor, at: datetime, partner_id: int) -> None:
    """Put somebody else's tag on an entry as far as that goes: one that was refused before stays off."""
    with suppress(ValidationError):
        put_on(name=name, initiative_id=initiative_id, by=by, at=at, partner_id=partner_id)


def _ask_clearance(tag: Tag, at: datetime) -> None:
    """One mail a day and tag: the desk shows the rest."""
    organisation = tag.partner.organisation
    notify.tell(
        to=tag.partner.contact_email,
        kind="partners/clearance",
        at=at,
        context={"tag": tag.name, "path": f"/nl/partners/{organisation.slug}/"},
        once_key=f"tag-{tag.pk}-{at:%Y%m%d}",
    )


@transaction.atomic
def take_off(*, name: str, initiative_id: int, by: Actor, at: datetime, partner_id: int | None) -> bool:
    """Take a tag off an entry: its owner may, and who put it there. False when it was not there, or is not theirs."""
    use = TagUse.objects.select_for_update().filter(tag__name=name, initiative_id=initiative_id).first()
    if use is None or partner_id is None:
        return False
    if partner_id not in {use.asked_for_id, Tag.objects.get(pk=use.tag_id).partner_id}:
        return False
    audit.record(by=by, verb="tag.take_off", target=use, at=at, data={"tag": name})
    use.delete()
    _show([initiative_id])
    return True


@transaction.atomic
def set_own(*, partner_id: int, wanted: dict[int, list[str]], by: Actor, at: datetime) -> None:
    """Make the partner's own tags on its records exactly these; tags of others on them stay."""
    known = dict(Tag.objects.filter(partner_id=partner_id).values_list("name", "id"))
    held = TagUse.objects.filter(initiative_id__in=wanted, tag__partner_id=partner_id).values_list(
        "initiative_id", "tag__name"
    )
    here: dict[int, set[str]] = {}
    for key, name in held:
        here.setdefault(key, set()).add(name)
    more, touched = [], []
    for key, names in wanted.items():
        new, gone = set(names) - here.get(key, set()), here.get(key, set()) - set(names)
        if gone:
            TagUse.objects.filter(initiative_id=key, tag__name__in=gone).delete()
        more += [
            TagUse(
                tag_id=known[name], initiative_id=key, state=TagState.CLEARED, asked_by=by.audit_key,
                asked_for_id=partner_id, asked_at=at,
            )
            for name in sorted(new) if name in known
        ]  # fmt: skip
        if new or gone:
            touched.append(key)
    TagUse.objects.bulk_create(more, ignore_conflicts=True)
    _show(touched)


@transaction.atomic
def decide(*, use_id: int, partner_id: int, yes: bool, by: Actor, at: datetime, reason: str = "") -> bool:
    """Clear a tag on an entry, or refuse it with a reason; False when nothing waits under this number."""
    use = TagUse.objects.select_for_update().filter(pk=use_id, tag__partner_id=partner_id, state=TagState.ASKED).first()
    if use is None:
        return False
    use.reason = "" if yes else rules.check_reason(reason)[:500]
    use.state, use.decided_at = TagState.CLEARED if yes else TagState.REFUSED, at
    use.save(update_fields=["state", "reason", "decided_at"])
    audit.record(by=by, verb=f"tag.{use.state}", target=use, at=at)
    if yes:
        _show([use.initiative_id])
    return True


def _show(keys: Iterable[int]) -> None:
    """Write the cleared tags of entries into their rows, so that lists and maps can ask for them."""
    wanted: dict[int, list[str]] = {key: [] for key in keys}
    rows = TagUse.objects.filter(initiative_id__in=wanted, state=TagState.CLEARED)
    for key, name in rows.values_list("initiative_id", "tag__name"):
        wanted[key].append(name)
    if wanted:
        tagging.set_tags(tags=wanted)
