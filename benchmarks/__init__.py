"""Measurements: `python -m benchmarks` prints every figure that the documents quote."""
