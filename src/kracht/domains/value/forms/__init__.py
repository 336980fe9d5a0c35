"""Browser input of the valuation, read into values. Forms validate and never save."""
