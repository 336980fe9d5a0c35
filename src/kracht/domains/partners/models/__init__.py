"""Tables of partners."""

from kracht.domains.partners.models.feed import Change, Delivery, Webhook
from kracht.domains.partners.models.keys import Key, Once, Partner, Trouble
from kracht.domains.partners.models.tags import Tag, TagUse

__all__ = ["Change", "Delivery", "Key", "Once", "Partner", "Tag", "TagUse", "Trouble", "Webhook"]
