"""Whether an entry bears the quality label: set by domains.labels, which keeps the reasons and the trail."""

from datetime import date

from kracht.domains.initiatives.models import Initiative


def set_label(*, key: int, until: date | None) -> None:
    """Let an entry bear the label until (and with) a day, or no longer. Its version and its freshness stay as they are."""
    Initiative.objects.filter(pk=key).update(label_until=until)
