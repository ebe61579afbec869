"""Run every benchmark that the README quotes: `make bench`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

RESULTS = Path("bench/results")


def main() -> int:
    """Run each benchmark in a process of its own, so that its peak of memory is its own.

    Where the sample set of ssda903 is not beside the checkout, that one says so and the rest goes on.
    """
    for name in ("monthly_run", "small_job", "ssda903", "commands", "signal", "outlook", "indicators"):
        print(f"\n{name}\n{'-' * len(name)}", flush=True)
        command = [sys.executable, "-m", f"bench.{name}", "--json", str(RESULTS / f"{name}.json")]
        if code := subprocess.run(command, check=False).returncode:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
