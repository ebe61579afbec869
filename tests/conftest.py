"""What all tests share: property tests try the same examples every time.

A gate that looks at new examples on every run fails for changes that did nothing wrong. OUTTURN_EXPLORE=1
looks at new ones; what it finds becomes an example or a test of its own.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("gate", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile("explore" if os.environ.get("OUTTURN_EXPLORE") else "gate")
