"""Lets `python -m deployments.cli` stand for `outturn` where the console script is not installed."""

from __future__ import annotations

import sys

from deployments.cli import main

sys.exit(main())
