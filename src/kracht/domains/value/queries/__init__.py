"""Reading the valuation. values: versions of the value set; answering: the questionnaire; desk: what waits for a check;
sheet: what is published of one initiative-year; figures: releases, index, benchmark, growth map, national figure.

Fetching is permission: drafts come out of `answering` and `desk` only for who was named as owner or reviewer.
"""
