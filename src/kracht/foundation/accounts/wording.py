"""Plain words for devices."""

from django.utils.translation import gettext as _

from kracht.foundation.accounts.facts import SignedInAt

# order matters: Edge and Opera also say Chrome, Chrome also says Safari, telephones also say Linux or Mac
BROWSERS = (
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("samsungbrowser", "Samsung Internet"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("chrome", "Chrome"),
    ("crios", "Chrome"),
    ("safari", "Safari"),
)
SYSTEMS = (
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("android", "Android"),
    ("windows", "Windows"),
    ("cros", "ChromeOS"),
    ("mac os", "Mac"),
    ("linux", "Linux"),
)


def browser_of(agent: str) -> str:
    """The name of the browser in what it says of itself, or "" when we do not know it."""
    return next((name for mark, name in BROWSERS if mark in agent.lower()), "")


def system_of(agent: str) -> str:
    """The name of the device or system in what a browser says of itself, or ""."""
    return next((name for mark, name in SYSTEMS if mark in agent.lower()), "")


def device(one: SignedInAt) -> str:
    """The device as its owner would say it."""
    if one.browser and one.system:
        return _("%(browser)s on %(system)s") % {"browser": one.browser, "system": one.system}
    return one.browser or one.system or _("A device we do not recognise")
