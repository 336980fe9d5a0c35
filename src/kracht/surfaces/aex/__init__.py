"""The public pages of the Maatschappelijke AEX: index, benchmark, growth map, what the country saves, method, gifts.

Reads stored releases and published sheets through `domains.value`; computes and stores nothing itself. Every number on
these pages is a number of a release, and every chart stands there as a table and as a file too.
"""
