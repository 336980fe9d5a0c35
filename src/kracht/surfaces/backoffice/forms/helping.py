"""What the form sends while someone types."""

from django import forms

from kracht.surfaces.backoffice.forms.fields import Coordinate, Mail, Text, Website


class AlikeForm(forms.Form):
    """What entries are compared on; half-typed values are simply left out."""

    name = Text(limit=120, required=False)
    website = Website()
    contact_email = Mail(required=False)
    lat = Coordinate(required=False)
    lon = Coordinate(required=False)
