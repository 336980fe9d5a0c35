"""Addresses of `accounts`."""

from django.urls import include, path

from kracht.foundation.accounts import views

urlpatterns = [
    path("", views.home, name="account_home"),
    path("age/", views.age, name="account_age"),
    path("devices/", views.devices, name="account_devices"),
    path("devices/sign-out/", views.sign_out_there, name="account_sign_out_there"),
    path("again/", views.again, name="account_again"),
    path("", include("allauth.account.urls")),
    path("two-step/", include("allauth.mfa.urls")),
]
