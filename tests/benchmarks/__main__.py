"""Every figure that has a target, one benchmark after the other: `python -m tests.benchmarks`. Takes some ten minutes.

The machine should have nothing else to do. Each can be run alone, with options: see its `--help`.
"""

import subprocess
import sys

BENCHMARKS = ("engine", "playground", "window", "wall")

for name in BENCHMARKS:
    print(f"\n{name}: python -m tests.benchmarks.{name}\n", flush=True)
    subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=True)
