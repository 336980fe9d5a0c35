"""What each screen shows: one frozen dataclass per page, made by `build`. No HTTP here, no writing."""
