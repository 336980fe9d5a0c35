"""Notices to people, by mail: kept in the transaction that caused them, sent by a job, tried again, never doubled.

Never decides who should know; the app where something happens says so. In the demo, the mail is shown on a page.
"""
