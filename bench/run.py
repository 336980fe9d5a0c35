"""Measure the site at one or more sizes, beside hand-written SQL in the same run.

python bench/run.py --scale 100k            10k and 100k (1m: all three; 10k: that one only)
python bench/run.py --only list,search      some cases, without a report
python bench/run.py --seconds 5             longer per case
python bench/run.py --report                write docs/benchmarks.md from the last results
"""

import importlib
import sys
from pathlib import Path

if __name__ == "__main__":
    root = Path(__file__).resolve().parent.parent
    sys.path[:0] = [str(root / "src"), str(root / "tools")]
    importlib.import_module("measuring").main(__doc__)
