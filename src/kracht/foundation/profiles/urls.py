"""The address of one's own profile."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from kracht.foundation.profiles import views

app_name = "profiles"
urlpatterns = [path(_("my-profile/"), views.profile, name="mine")]
