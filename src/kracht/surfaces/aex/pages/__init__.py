"""One frozen dataclass per screen."""
