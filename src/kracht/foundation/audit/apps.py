"""The app `audit`."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "kracht.foundation.audit"
