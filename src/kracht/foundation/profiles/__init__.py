"""What a person shows of oneself, field by field: to everyone, to members, or to nobody.

Knows no initiatives and no organisations; pages that show those beside a person join them.
"""
