"""Who wants to hear what, how often; what happened; and sending each of them what is new, once.

Never knows what the things are that people follow: a surface says which happenings belong to a topic, and in which words.
"""
