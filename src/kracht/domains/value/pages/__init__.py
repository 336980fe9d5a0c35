"""One frozen dataclass per screen: exactly what its template shows."""
