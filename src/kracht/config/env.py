"""Typed readers of the environment. Each says in a sentence what is wrong, and the site does not start."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MODES = ("demo", "test", "production")


def mode() -> str:
    """Return how this process runs: demo (also development), test or production."""
    value = os.environ.get("KRACHT_MODE", "demo")
    if value not in MODES:
        raise ImproperlyConfigured(f"KRACHT_MODE is {value!r}; use one of {', '.join(MODES)}.")
    return value


def text(name: str, default: str | None = None) -> str:
    """Return a setting as text. Without a default it must be given."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is missing. See docs/how-to/host.md for what it should hold.")
    return default


def words(name: str, default: str | None = None) -> list[str]:
    """Return a setting as a list of words between commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def number(name: str, default: int) -> int:
    """Return a setting as a whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number.") from None


def secret(name: str, folder: Path, *, required: bool) -> str:
    """Return a secret of at least 40 characters; outside production one is made once and kept in `folder`."""
    value = os.environ.get(name, "")
    if value and len(value) >= 40:
        return value
    if value or required:
        raise ImproperlyConfigured(f"{name} must hold at least 40 random characters. See docs/how-to/host.md.")
    kept = folder / name.lower()
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f"{name.lower()}.{os.getpid()}"
        fresh.write_text(secrets.token_urlsafe(50))
        fresh.chmod(0o600)
        fresh.replace(kept) if not kept.exists() else fresh.unlink()
    return kept.read_text()


def database(url: str) -> dict[str, object]:
    """Return Django's settings for a PostgreSQL address: postgresql://user:password@host:port/name?host=/socket."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    host = query.pop("host", "") or parts.hostname or ""
    user = query.pop("user", "") or unquote(parts.username or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": user,
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": parts.port or "",
        # after so many times the server keeps the plan, of statements bound there: not Django's own, only queries.swift's
        "OPTIONS": {"prepare_threshold": 5, **query},
        # Connections stay open; one that died with the database is replaced by config.middleware.
        "CONN_MAX_AGE": None,
        # One test database per run, so that two runs on one server do not meet.
        "TEST": {"TEMPLATE": "template0", "NAME": os.environ.get("KRACHT_TEST_DATABASE")},
    }


def mailer(url: str) -> dict[str, object]:
    """Return a mailer from smtp://user:password@host:587 (STARTTLS) or smtps://…:465."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("KRACHT_MAIL must look like smtp://user:password@host:587 or smtps://host:465.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 20,
        },
    }
