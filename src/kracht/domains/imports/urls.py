"""Addresses of imports, under /nl/invoer/."""

from django.urls import path

from kracht.domains.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.index, name="index"),
    path("nieuw/", views.new, name="new"),
    path("bronnen/", views.health, name="health"),
    path("bronnen/<int:key>/", views.follow, name="follow"),
    path("<int:key>/", views.run, name="run"),
    path("<int:key>/kolommen/", views.columns, name="columns"),
    path("<int:key>/keuze/", views.choose, name="choose"),
    path("<int:key>/doen/", views.act, name="act"),
    path("<int:key>/fouten.csv", views.errors, name="errors"),
]
