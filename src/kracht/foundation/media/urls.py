"""Addresses of `media`."""

from django.urls import path

from kracht.foundation.media import views

app_name = "media"
urlpatterns = [path("media/<str:start>/<str:token>/<str:name>", views.picture, name="picture")]
