"""The benchmark of the web app: a real server, a whole visit, and figures that can be true."""

from __future__ import annotations

from benchmarks import web
from benchmarks.cold import started
from benchmarks.web_visit import Visitor, served


def test_a_whole_visit() -> None:
    """A visitor goes from the first page to a result, and every page on the way is timed, also the server's part."""
    with served() as server:
        web.settle(server)
        watch = web.Watch(server)
        web.visit(server, watch, web.WORDS[0], 0)
        with Visitor(server) as visitor:
            size, files = visitor.weight("/")

        assert server.memory > 20
    assert set(watch.found) == {
        web.HOME, web.SUGGESTED, web.FIRST, web.NEXT, web.RESULT, web.GUIDES, web.GUIDE, web.FILE
    }  # fmt: skip
    assert all(cpu > 0 and 0 < clock < 30 for times in watch.found.values() for clock, cpu in times)
    assert files >= 3
    assert 1_000 < size < 100_000


def test_several_at_once() -> None:
    """Visitors at the same time all come to their end."""
    with served() as server:
        found, rate = web.together(server, users=2)

    assert len(found[web.RESULT]) == 4
    assert rate > 0


def test_starts_are_counted() -> None:
    """A start has as many times as runs, on the clock and on the processor."""
    found = started(("-c", "sum(range(3_000_000))"), 2)

    assert len(found.clock) == len(found.processor) == 2
    assert found.cost > 0
