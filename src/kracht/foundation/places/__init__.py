"""Places: the areas of the Netherlands, their names, postcodes and boundaries, and where a point lies.

Owns the tree country > province > municipality > district > neighbourhood with its reorganisations, the search for
a place by name or postcode, the boundary sets, and the mixin `Located` with which a domain gives its rows a place.
It never knows what lies at a place, and never asks the network by itself.
"""
