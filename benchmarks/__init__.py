"""Measurements: `python -m benchmarks` prints every figure that the documents quote."""

import os

# As the command `regrant` does, before anything loads numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
