"""The app `subscriptions`."""

from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    name = "kracht.foundation.subscriptions"
