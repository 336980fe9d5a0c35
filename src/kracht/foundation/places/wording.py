"""The kernel's sentences in the language of the visitor. The kernel itself knows no languages."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

SENTENCES = (
    # kernel.geo
    _("A box starts at its south-west corner: minlon,minlat,maxlon,maxlat."),
    _("A coordinate must be a plain number."),
    _("Give 2 numbers with commas between them: lat,lon."),
    _("Give 4 numbers with commas between them: minlon,minlat,maxlon,maxlat."),
    _("Latitude must lie between -90 and 90."),
    _("Longitude must lie between -180 and 180."),
    _("The box is too large for this zoom."),
    _("There is no such tile."),
    # kernel.http
    _("An address with a user name or password in it is not read."),
    _("Only addresses that start with http:// or https:// can be read."),
    _("The answer is compressed, which was not asked for."),
    _("The answer is not valid JSON."),
    _("The answer stopped before its end."),
    _("The server does not answer."),
    _("The server sent a request that changes something to another address."),
    _("The server's answer could not be read."),
    _("The server's certificate could not be trusted."),
    _("The server's name could not be looked up in time."),
    _("There is no server of this name."),
    _("This address is not on the public internet."),
    _("This is not a web address."),
    # kernel.geojson and kernel.topojson
    _("A shape in this topology names an arc that is not there."),
    _("The arcs of this topology cannot be read."),
    _("This file goes on after its features."),
    _("This file holds something that is no feature."),
    _("This file is nested too deeply."),
    _("This file is not UTF-8 text."),
    _("This file stops in the middle, or is not valid JSON."),
    _("This file stops in the middle."),
    _("This is no GeoJSON FeatureCollection."),
    _("This topology has no arcs."),
    _("This topology has no objects."),
    _("This topology holds something that is no geometry."),
)


def in_words(problem: Exception) -> str:
    """What went wrong, in the language in force; a sentence that is not in the list comes as it is."""
    return gettext(str(problem))
