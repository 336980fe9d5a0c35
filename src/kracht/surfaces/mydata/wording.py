"""Names of fields and values for people. A field without a name here is shown as programs call it."""

import json

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NAMES: dict[str, Promise] = {
    "about_key": gettext_lazy("Number of what it is about"),
    "about_type": gettext_lazy("What it is about"),
    "actor_key": gettext_lazy("By whom"),
    "address": gettext_lazy("E-mail address"),
    "asked_at": gettext_lazy("Asked on"),
    "at": gettext_lazy("When"),
    "browser": gettext_lazy("Browser"),
    "changes": gettext_lazy("Changes"),
    "confirmed_at": gettext_lazy("Confirmed on"),
    "contact_email": gettext_lazy("Contact: e-mail address"),
    "contact_name": gettext_lazy("Contact: name"),
    "contact_phone": gettext_lazy("Contact: phone number"),
    "contact_public": gettext_lazy("Contact shown to everyone"),
    "created_at": gettext_lazy("Made on"),
    "credit": gettext_lazy("Maker"),
    "data": gettext_lazy("Particulars"),
    "decided_at": gettext_lazy("Decided on"),
    "email": gettext_lazy("E-mail address"),
    "ends_on": gettext_lazy("Until"),
    "evidence": gettext_lazy("Proof"),
    "html": gettext_lazy("Text with layout"),
    "initiative name": gettext_lazy("Initiative"),
    "is_active": gettext_lazy("May sign in"),
    "joined_at": gettext_lazy("Account since"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "last_login": gettext_lazy("Last signed in"),
    "last_used_at": gettext_lazy("Last used"),
    "licence": gettext_lazy("Licence"),
    "name": gettext_lazy("Name"),
    "of_age_at": gettext_lazy("Said to be 16 or older on"),
    "phone": gettext_lazy("Phone number"),
    "primary": gettext_lazy("Main address"),
    "reason": gettext_lazy("Reason"),
    "role": gettext_lazy("Role"),
    "scope_key": gettext_lazy("Where (number)"),
    "scope_type": gettext_lazy("Where"),
    "seen_on": gettext_lazy("Last seen on"),
    "sent_at": gettext_lazy("Sent on"),
    "since": gettext_lazy("Since"),
    "starts_on": gettext_lazy("From"),
    "state": gettext_lazy("State"),
    "subject": gettext_lazy("Subject"),
    "system": gettext_lazy("Device"),
    "text": gettext_lazy("Text"),
    "verb": gettext_lazy("What was done"),
    "verified": gettext_lazy("Confirmed"),
    "why": gettext_lazy("Why"),
    "words": gettext_lazy("In your own words"),
}


def field_name(key: str) -> str:
    """The name of a field in the language at hand."""
    return str(NAMES[key]) if key in NAMES else key.replace("_", " ").capitalize()


def value_text(value: object) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return str(value)
