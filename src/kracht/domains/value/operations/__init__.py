"""Changing the valuation. valuing: the value set; answering: the questionnaire; surveying: participants; reviewing: the
desk and publication; batching: whole portfolios at once; releasing: snapshots in a chain.
"""
