"""Pictures: taken in, made safe, made small, served. Never keeps or serves what was uploaded, only what it drew anew.

Does not know what a picture is of; whoever shows it keeps its number and tells here that it is used.
"""
