"""Addresses of `notify`."""

from django.urls import path

from kracht.foundation.notify import views

app_name = "notify"
urlpatterns = [path("demo-post/", views.demo_post, name="demo_post")]
