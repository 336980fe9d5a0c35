"""The app."""

from django.apps import AppConfig


class MyDataConfig(AppConfig):
    name = "kracht.surfaces.mydata"
    label = "mydata"
