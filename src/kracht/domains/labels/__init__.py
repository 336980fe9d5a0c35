"""The quality label: published criteria, evidence, a check by a reviewer without an interest in it, a term, an appeal.

Never changes an entry; it only lets it bear the label (initiatives.operations.labelling).
"""
