"""pytest plug-in (pyproject.toml): the settings of a test run, before anything reads them."""

import os

os.environ["KRACHT_MODE"] = "test"
# xdist's workers inherit the name and add their own; two runs at once on one server do not meet
os.environ.setdefault("KRACHT_TEST_DATABASE", f"test_kracht_{os.getpid()}")
