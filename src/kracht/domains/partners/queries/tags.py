"""Tags of partners, and who asks to use them."""

from collections.abc import Iterable

from django.db.models import Count, Q
from django.utils.translation import get_language

from kracht.domains.initiatives.facts import State
from kracht.domains.partners.facts import TagFact, TagRequest, TagState
from kracht.domains.partners.models import Tag, TagUse
from kracht.foundation.accounts.queries import names

USED = Count("uses", filter=Q(uses__state=TagState.CLEARED, uses__initiative__state=State.PUBLISHED))


def _fact(row: Tag, entries: int) -> TagFact:
    label = (row.label_en if get_language() == "en" else "") or row.label_nl
    return TagFact(
        row.pk, row.name, label, row.description, row.needs_clearance, row.partner.organisation.name,
        row.partner.organisation.slug, entries,
    )  # fmt: skip


def of_partner(partner_id: int) -> list[TagFact]:
    """Return the tags of a partner, by name."""
    rows = Tag.objects.filter(partner_id=partner_id).select_related("partner__organisation").annotate(n=USED)
    return [_fact(row, row.n) for row in rows.order_by("name")]


def by_names(wanted: Iterable[str]) -> list[TagFact]:
    """Return tags by name, in their order; without counting."""
    rows = Tag.objects.filter(name__in=list(wanted)[:100]).select_related("partner__organisation")
    return [_fact(row, 0) for row in rows.order_by("name")]


def every() -> list[TagFact]:
    """Return all tags of active partners with how many published entries bear them."""
    rows = Tag.objects.filter(partner__state="active").select_related("partner__organisation").annotate(n=USED)
    return [_fact(row, row.n) for row in rows.order_by("name")[:2000]]


def asked_of(partner_id: int) -> list[TagRequest]:
    """Return what waits for this partner's clearance, oldest first."""
    rows = (
        TagUse.objects.filter(tag__partner_id=partner_id, state=TagState.ASKED)
        .select_related("tag", "initiative", "asked_for__organisation")
        .order_by("asked_at", "id")[:200]
    )
    found = list(rows)
    known = names(row.asked_by for row in found)
    return [
        TagRequest(
            row.pk, row.tag.name, row.initiative.name, row.initiative.slug,
            row.asked_for.organisation.name if row.asked_for else known.get(row.asked_by, ""), row.asked_at,
        )
        for row in found
    ]  # fmt: skip


def state_on(initiative_id: int) -> dict[str, str]:
    """Return the state of every tag on an entry, by name of the tag."""
    return dict(TagUse.objects.filter(initiative_id=initiative_id).values_list("tag__name", "state"))
