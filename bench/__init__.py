"""Benchmarks: what the README quotes, measured as ratios in one run."""
