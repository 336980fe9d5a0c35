"""What a member may, who may become one, and which mail addresses belong to a website. No queries, no clock."""

from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from kracht.foundation.access.facts import MEMBER_ROLES, Role
from kracht.foundation.organisations.facts import Acting, State

# providers whose addresses say nothing about where somebody works
FREE_MAIL = frozenset(
    "gmail.com googlemail.com outlook.com outlook.nl hotmail.com hotmail.nl live.com live.nl msn.com yahoo.com yahoo.nl"
    " icloud.com me.com mac.com proton.me protonmail.com gmx.net gmx.com gmx.de web.de aol.com mail.com zoho.com"
    " fastmail.com tutanota.com ziggo.nl kpnmail.nl kpnplanet.nl planet.nl xs4all.nl home.nl chello.nl upcmail.nl"
    " casema.nl hetnet.nl telfort.nl tele2.nl solcon.nl zonnet.nl quicknet.nl freedom.nl caiway.nl kabelfoon.nl"
    " online.nl delta.nl zeelandnet.nl wxs.nl tiscali.nl versatel.nl".split()
)
# hosts on which many keep a page: an address there is of the host, not of the page
SHARED_HOSTS = frozenset(
    "facebook.com instagram.com linkedin.com twitter.com x.com youtube.com wordpress.com blogspot.com wixsite.com"
    " weebly.com jimdosite.com google.com github.io meetup.com linktr.ee".split()
)


def can_edit(role: str) -> bool:
    """Whether a member with this role changes what the organisation publishes; "" is no member."""
    return role in {Role.OWNER, Role.EDITOR}


def can_manage(role: str) -> bool:
    """Whether a member with this role lets others in and ends their membership."""
    return role == Role.OWNER


def can_handle_money(role: str) -> bool:
    """Whether a member with this role sees and does the organisation's payments."""
    return role in {Role.OWNER, Role.TREASURER}


def acting_of(request: object) -> Acting | None:
    """For whom the person of this request acts, as the middleware found it; None for oneself."""
    found = getattr(request, "acting", None)
    return found if isinstance(found, Acting) else None


def check_can_manage(role: str) -> None:
    """Raise when this member may not let others in."""
    if not can_manage(role):
        raise PermissionDenied(_("Only an owner of the organisation can do this."))


def check_can_edit(role: str) -> None:
    """Raise when this member may not change the organisation's page."""
    if not can_edit(role):
        raise PermissionDenied(_("Only an owner or an editor of the organisation can do this."))


def check_role(role: str) -> None:
    """Raise when this is nothing a member can be."""
    if role not in MEMBER_ROLES:
        raise ValidationError({"role": _("Choose what this person is: owner, editor or treasurer.")})


def check_keeps_owner(*, owners: int, is_owner: bool) -> None:
    """Raise when the last owner would go; `is_owner` says whether this change takes an owner away."""
    if is_owner and owners <= 1:
        raise ValidationError(
            _("There must be an owner left. Make somebody else owner first, then you can do this."), code="last_owner"
        )


def check_of_age(*, of_age: bool) -> None:
    """Raise when someone has not said to be 16 or older."""
    if not of_age:
        raise ValidationError(
            _(
                "Acting for an organisation is for people of 16 and older. Confirm your age on the page of your account."
            ),
            code="age",
        )


def check_verified(*, verified: bool) -> None:
    """Raise when the address of someone was not confirmed."""
    if not verified:
        raise ValidationError(
            _("Confirm your e-mail address first: sign out and in again to get a code."), code="address"
        )


def check_can_claim(*, state: str, role: str) -> None:
    """Raise when there is nothing to claim, or for who belongs there already."""
    if state != State.PUBLISHED:
        raise ValidationError(_("This organisation is not published."))
    if role:
        raise ValidationError(_("You belong to this organisation already."), code="member")


def same_domain(email: str, website: str) -> bool:
    """Whether a mail address lies on the domain of a website: info@buurtkas.nl and https://www.buurtkas.nl/over.

    A subdomain of the site's domain counts as well; addresses of providers for everyone never do.
    """
    domain = email.rpartition("@")[2].lower().rstrip(".")
    try:
        host = (urlsplit(website).hostname or "").lower().rstrip(".").removeprefix("www.")
    except ValueError:
        return False
    if not host or "." not in domain or "." not in host or domain in FREE_MAIL:
        return False
    if any(host == shared or host.endswith(f".{shared}") for shared in SHARED_HOSTS):
        return False
    return domain == host or domain.endswith(f".{host}")
