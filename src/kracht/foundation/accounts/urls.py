"""Addresses of `accounts`."""

from django.urls import include, path

from kracht.foundation.accounts import views

urlpatterns = [
    path("", views.home, name="account_home"),
    path("", include("allauth.account.urls")),
    path("two-step/", include("allauth.mfa.urls")),
]
