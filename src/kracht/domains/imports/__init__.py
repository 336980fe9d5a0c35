"""Bulk data in: files and followed addresses become runs that are mapped, tried, applied whole and undone whole.

Owns sources, runs, their rows and files. Writes to the register only by `initiatives.operations.sourcing`; never decides
what a record means there (field by field comparison, provenance, tombstones).
"""
