"""Sandboxes that run on loopback while a test runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from msgspec.structs import replace

from regrant.sandbox import World, packaged_world, serve
from regrant.sandbox.shapes import Limits, Task, Token
from tests.sandbox.wire import Start, Wire

TASK = Task(task_id="7900000000000000001", advertiser_id="7300000000000000001")


@pytest.fixture
def start() -> Iterator[Start]:
    """Start sandboxes that are stopped when the test ends; takes a World or the name of one."""
    with ExitStack() as stack:

        def begin(world: World | str = "healthy") -> Wire:
            running = stack.enter_context(serve(packaged_world(world) if isinstance(world, str) else world))
            wire = Wire(running)
            stack.callback(wire.client.close)

            return wire

        yield begin


@pytest.fixture
def wire(start: Start) -> Wire:
    """Run a sandbox with the healthy world."""
    return start()


@pytest.fixture(scope="session")
def shared() -> Iterator[Wire]:
    """Run one healthy world for all tests that only read; the token "bare" has no permission at all."""
    world = packaged_world("healthy")
    bare = Token(token="bare", user_id=world.tokens[0].user_id, permissions=())
    with serve(replace(world, tokens=(*world.tokens, bare), limits=Limits(scale=0), tasks=(TASK,))) as running:
        wire = Wire(running)
        with wire.client:
            yield wire
