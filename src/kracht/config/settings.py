"""All settings, in one file. Production refuses to start without its secrets (docs/how-to/host.md)."""

import sys
from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from kracht.config import env

ROOT = Path(__file__).resolve().parents[3]
RUN = Path(env.text("KRACHT_RUN", str(ROOT / ".run")))
MODE = env.mode()
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
DEBUG = False

SECRET_KEY = env.secret("KRACHT_SECRET_KEY", RUN, required=PRODUCTION)
ALLOWED_HOSTS = env.words("KRACHT_HOSTS", None if PRODUCTION else "localhost,127.0.0.1,[::1],testserver")
SITE_URL = env.text("KRACHT_URL", None if PRODUCTION else "http://localhost:8000").rstrip("/")
SITE_NAME = env.text("KRACHT_NAME", "Kracht")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.forms",
    "kracht.ui",
    "kracht.foundation.audit",
    "kracht.foundation.guard",
    "kracht.foundation.accounts",
    "kracht.foundation.access",
    "kracht.foundation.places",
    "kracht.foundation.media",
    "kracht.foundation.organisations",
    "kracht.foundation.profiles",
    "kracht.foundation.notify",
    "kracht.foundation.subscriptions",
    "kracht.domains.initiatives",
    "kracht.domains.labels",
    "kracht.domains.partners",
    "kracht.domains.value",
    "kracht.domains.imports",
    "kracht.surfaces.site",
    "kracht.surfaces.aex",
    "kracht.surfaces.api",
    "kracht.surfaces.backoffice",
    "kracht.surfaces.demo",
    "kracht.surfaces.mydata",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "kracht.config.middleware.AvailabilityMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kracht.config.middleware.DeviceMiddleware",
    "kracht.config.middleware.ActingMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "kracht.config.urls"
WSGI_APPLICATION = "kracht.config.wsgi.application"
FORM_RENDERER = "kracht.ui.forms.Renderer"
CSRF_FAILURE_VIEW = "kracht.ui.pages.csrf_failure"
# The pages that the frame of every page links to: key of kracht.ui.context to url name.
UI_LINKS: dict[str, str] = {
    "home": "site:home",
    "map": "site:list",
    "areas": "site:areas",
    "themes": "site:themes",
    "numbers": "site:numbers",
    "value": "aex:front",
    "organisations": "site:organisations",
    "my_list": "site:mine",
    "list_toggle": "site:mine_change",
    "about": "site:about",
    "sources": "site:sources",
    "privacy": "site:privacy",
    "accessibility": "site:accessibility",
    "open_data": "site:open_data",
    "embed": "site:embed",
    "partners": "partners:list",
    "add": "desk:add",
    "my_initiatives": "desk:mine",
    "account": "account_home",
    "my_organisations": "organisations:mine",
    "act": "organisations:act",
    "my_data": "mydata:home",
    "my_data_by_mail": "mydata:by_mail",
    "profile": "profiles:mine",
    "people": "site:people",
    "sign_in": "account_login",
    "sign_out": "account_logout",
} | ({"mailbox": "notify:demo_post"} if DEMO else {})
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kracht.ui.context.site",
            ],
        },
    }
]


def _database_url() -> str:
    url = env.text("DATABASE_URL", None if PRODUCTION else "embedded")
    if url != "embedded":
        return url
    sys.path.insert(0, str(ROOT / "tools"))
    from pg import Cluster  # only where no DATABASE_URL is set

    return Cluster(RUN / "pg").ensure("kracht")


DATABASES = {"default": env.database(_database_url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

# Languages. Dutch is the language of the site and has the bare addresses' prefix /nl/, English /en/.
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# What web processes count together (sign-in attempts) lies in the database; what each may keep for itself, in memory.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "guard_cache",
        # many enough that nobody pushes his own counts out; guard's job forgets the passed ones each hour
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "local"},
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = RUN / "static"
STATICFILES_DIRS = [ROOT / "dist"]
MEDIA_ROOT = Path(env.text("KRACHT_MEDIA", str(RUN / "media")))
MEDIA_URL = "/media/"
ERASURES = env.text("KRACHT_ERASURES", "")  # the list of erasures; empty: beside the folder of pictures
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 12
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "kracht.foundation.media.uploads.LimitedUploadHandler",
]

# Safety.
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "worker-src": [CSP.SELF],
    "connect-src": [CSP.SELF, *env.words("KRACHT_MAP_HOSTS", "")],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
ADDRESS_HEADER = "HTTP_X_REAL_IP" if PRODUCTION else ""  # set by nginx; without it the visitor is the connection's end
LOOPBACK_ALLOWED = MODE == "test"  # kernel.http may reach 127.0.0.1; never in production

# Accounts.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "kracht.foundation.accounts.rules.LongestPassword"},
]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; no secret lives in a test
ACCOUNT_ADAPTER = "kracht.foundation.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True  # a passkey is made in the browser where one signs up
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_FORMS = {
    "login": "kracht.foundation.accounts.forms.people.LoginForm",
    "signup": "kracht.foundation.accounts.forms.people.SignupForm",
}
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True  # one address a person
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
MFA_ADAPTER = "kracht.foundation.accounts.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # http://localhost in the demo and in tests
MFA_FORMS = {
    "add_webauthn": "kracht.foundation.accounts.forms.passkeys.AddPasskeyForm",
    "signup_webauthn": "kracht.foundation.accounts.forms.passkeys.SignupPasskeyForm",
    "edit_webauthn": "kracht.foundation.accounts.forms.passkeys.RenamePasskeyForm",
    "login_webauthn": "kracht.foundation.accounts.forms.passkeys.LoginPasskeyForm",
    "reauthenticate_webauthn": "kracht.foundation.accounts.forms.passkeys.ReauthenticatePasskeyForm",
    "authenticate_webauthn": "kracht.foundation.accounts.forms.passkeys.SecondStepPasskeyForm",
}
MFA_TOTP_ISSUER = SITE_NAME
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

# Mail: "default" puts every mail in the queue of foundation.notify, inside the transaction at hand; its job sends by
# "wire": a page in the demo, memory in tests, SMTP in production.
DEFAULT_FROM_EMAIL = env.text("KRACHT_MAIL_FROM", None if PRODUCTION else "Kracht <kracht@voorbeeld.example>")
QUEUE = {"BACKEND": "kracht.foundation.notify.mailbox.QueueBackend"}
if PRODUCTION:
    MAILERS = {"default": QUEUE, "wire": env.mailer(env.text("KRACHT_MAIL"))}
elif DEMO:
    MAILERS = {"default": QUEUE, "wire": {"BACKEND": "kracht.foundation.notify.mailbox.MailboxBackend"}}
else:
    MAILERS = {"default": QUEUE, "wire": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}

# Map: our own basemap files, or the style of a vector tile server (KRACHT_MAP_HOSTS must then hold its origin).
MAP_STYLE = env.text("KRACHT_MAP_STYLE", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"kracht": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
