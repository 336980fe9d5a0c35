"""Where a request comes from, and how that is made unreadable before it is kept."""

import ipaddress
from collections.abc import Mapping

from django.conf import settings
from django.utils.crypto import salted_hmac


def client_address(meta: Mapping[str, object]) -> str:
    """The address of the visitor, from a request's META.

    Behind nginx that is the header `settings.ADDRESS_HEADER`, which nginx sets and no visitor can; else the other end
    of the connection. Of IPv6 the first 64 bits count, because one household has them all. Never log it, never keep it.
    """
    text = str((settings.ADDRESS_HEADER and meta.get(settings.ADDRESS_HEADER)) or meta.get("REMOTE_ADDR") or "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(address)


def limit_key(purpose: str, who: str) -> str:
    """The key under which uses are counted: the purpose in the clear, the address or person hashed with our secret."""
    return f"{purpose}:{salted_hmac('kracht.guard', who, algorithm='sha256').hexdigest()}"
