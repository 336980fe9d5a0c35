"""What an initiative achieved, in figures that anyone can compute again.

Owns the value set, the questionnaire of an initiative-year, the survey of participants, checking and publishing, and the
releases: index, benchmark, growth map, national figure. All arithmetic is in `socialvalue`; this app stores, asks,
reviews, publishes and shows. It never adds the three ledgers in a headline and never changes what was published: a
correction is a new publication beside the old one.
"""
