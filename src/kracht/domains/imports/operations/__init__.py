"""Changing imports. starting: a file comes in; checking: the dry run; applying: into the register and back; following."""
