"""Keeps programs from flooding what people use: limits per hour, proof of work and a slower way without JavaScript.

Keeps no address of anyone: only keyed hashes, for an hour or two. Knows no accounts, so that signing up can use it.
"""
