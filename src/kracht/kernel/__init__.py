"""Plain Python without Django that every floor may use: geo, text, clock, http."""
