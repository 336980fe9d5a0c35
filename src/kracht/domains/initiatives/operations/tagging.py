"""The tags that partners put on entries, as the row of an entry holds them for its filters."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from kracht.domains.initiatives.models import Initiative


@transaction.atomic
def set_tags(*, tags: Mapping[int, Sequence[str]]) -> int:
    """Write the tags of entries by id; returns how many differed. The caller keeps who put them there, and the trail."""
    rows = Initiative.objects.select_for_update().filter(id__in=tags).order_by("id").only("id", "tags")
    changed = []
    for row in rows:
        wanted = sorted(set(tags[row.id]))
        if row.tags != wanted:
            row.tags = wanted
            changed.append(row)
    Initiative.objects.bulk_update(changed, ["tags"], batch_size=500)
    return len(changed)
