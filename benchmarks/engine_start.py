"""`python -m benchmarks.engine_start ENGINE`: one engine from nothing to its first posterior, as JSON."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module

from benchmarks.measure import most_memory

STARTED = time.perf_counter()


def main(name: str) -> None:
    """Import only what the engine needs, build one family, ask for one posterior."""
    engines = import_module("benchmarks.engines")
    chosen = engines.family("cant_access_account")
    loaded = time.perf_counter()
    build = engines.Ours if name == "ours" else engines.PEERS[name][1]
    build(chosen).posterior(engines.evidence_for(chosen, 2))
    since = STARTED if name == "ours" else loaded  # reading our knowledge is not the library's doing
    print(json.dumps({"seconds": time.perf_counter() - since, "memory": most_memory()}))


if __name__ == "__main__":
    main(sys.argv[1])
