"""The numeric core of the Maatschappelijke AEX: social value that anyone can recompute.

What it owns: the arithmetic from "people who improved" to three ledgers of value,
an index, a fair benchmark, a growth gap and a count-once national figure. It needs
numpy and nothing else, and knows nothing of web, database or clock.

Read it from the bottom up: ``spec`` (what may come in), ``record`` (bytes, hashes,
rounding), ``reference`` (price index, discount regimes), then the shared arithmetic
(``formula``, ``draws``, ``shrinkage``, ``flags``, ``values``), one initiative-year
(``initiative``, ``model``), the stages (one file each, which never see each other),
``pipeline`` (all stages by name, run and replay) and ``cli``.

In a notebook::

    from socialvalue import pipeline
    record = pipeline.run("appraise", pipeline.example("appraise"))
    record["outputs"]["total"]
"""

VERSION = "1.0.0"
METHOD = "2026.2"
