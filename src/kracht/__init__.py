"""Kracht: an open platform for citizens' social initiatives. Floors, top down: config, surfaces, domains, foundation, ui, kernel."""
