"""Our site as it is, with one address more for measuring writes."""
