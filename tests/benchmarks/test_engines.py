"""The peers are given the same model as ours: their posteriors say so."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import engines

PROBLEMS = ("invite_not_working", "spark_code")


@pytest.mark.parametrize("name", list(engines.PEERS))
@pytest.mark.parametrize("problem", PROBLEMS)
def test_posteriors_agree(name: str, problem: str) -> None:
    """With no, one and three answers, each library finds our probabilities to 1e-9."""
    pytest.importorskip(name, reason=f"{name} is not installed: run `make bench` once (extra bench)")
    chosen = engines.family(problem)
    ours, peer = engines.Ours(chosen), engines.PEERS[name][1](chosen)
    for count in (0, 1, 3):
        evidence = engines.evidence_for(chosen, count)
        assert np.abs(ours.posterior(evidence) - peer.posterior(evidence)).max() < engines.SAME


def test_family_is_a_distribution() -> None:
    """Prior and likelihoods of a family each sum to one."""
    chosen = engines.family(PROBLEMS[0])

    assert chosen.prior.sum() == pytest.approx(1)
    assert all(np.allclose(block.sum(axis=1), 1) for block in chosen.findings.values())


def test_look_ahead_asks_what_is_open() -> None:
    """The one-step look-ahead of the libraries never asks what is answered."""
    chosen = engines.family(PROBLEMS[0])
    evidence = engines.evidence_for(chosen, 1)

    assert engines.look_ahead(engines.Ours(chosen), chosen, evidence)[1] in set(chosen.findings) - set(evidence)
