"""What makes a fresh register live: the entities of the magazine, generated examples, demo accounts, bulk for measuring.

Only commands and the pictures they draw; owns no tables and shows no pages. Nothing here is needed in production.
"""
