"""Organisations of the five sectors: who they are, where they are, whether the public may see them.

Does not know initiatives; which organisation takes part in what is kept by the initiatives.
"""
