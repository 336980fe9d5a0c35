"""Addresses of `guard`."""

from django.urls import path

from kracht.foundation.guard import views

app_name = "guard"
urlpatterns = [path("proof/challenge", views.challenge, name="challenge")]
