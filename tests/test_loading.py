"""Loading: once in all threads, readers that are shared, and YAML that holds data only."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
import yaml
from msgspec import Struct

from regrant.loading import decoder, once, read_yaml, without

MANY = 16
FIRST_USE = """
import threading
from regrant.cases.tiktok_desk import ready
from regrant.cases.store import Prior, decoder

together = threading.Barrier(8)

def work(number):
    together.wait()
    (ready if number % 2 else lambda: decoder(Prior).decode("{}"))()

threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
[one.start() for one in threads]
[one.join() for one in threads]
"""


class Point(Struct):
    """Something to read."""

    x: int


def test_made_once_however_many_need_it() -> None:
    """Threads that need a thing at the same moment all get the one that the first of them makes."""
    made: list[object] = []
    together = threading.Barrier(MANY)

    @once
    def thing() -> object:
        time.sleep(0.02)
        made.append(object())
        return made[-1]

    def need(_: int) -> object:
        together.wait(10.0)
        return thing()

    with ThreadPoolExecutor(MANY) as pool:
        got = list(pool.map(need, range(MANY)))
    assert len(made) == 1
    assert all(one is made[0] for one in got)


def test_what_is_loaded_may_need_something_else_that_is() -> None:
    """One thing may be made from another one without waiting for itself."""

    @once
    def inner() -> int:
        return 1

    @once
    def outer() -> int:
        return inner() + 1

    assert outer() == 2


def test_what_failed_is_tried_again() -> None:
    """A failure is not kept: the next who needs the thing tries anew. Name and words of the function stay."""
    left = [OSError("busy")]

    @once
    def thing() -> str:
        """Say it."""
        if left:
            raise left.pop()
        return "there"

    with pytest.raises(OSError, match="busy"):
        thing()
    assert thing() == "there"
    assert (thing.__name__, thing.__doc__) == ("thing", "Say it.")


def test_one_reader_for_a_shape() -> None:
    """The reader of a shape is made once, reads that shape, and refuses any other."""
    with ThreadPoolExecutor(MANY) as pool:
        [reader] = set(pool.map(lambda _: decoder(Point), range(MANY)))
    assert reader.decode('{"x": 3}') == Point(3)
    with pytest.raises(msgspec.ValidationError):
        reader.decode('{"x": "three"}')


def test_first_use_in_many_threads_at_once() -> None:
    """A fresh process in which eight threads load everything at the same moment neither crashes nor hangs."""
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", FIRST_USE], capture_output=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("fast", [True, False])
def test_yaml_reads_the_same_with_and_without_libyaml(
    fast: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Data of every plain kind, in any script, comes out the same whichever reader is there."""
    if not fast:
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    file = tmp_path / "some.yaml"
    file.write_text("a: [1, 2.5, true, null]\nb:\n  สวัสดี: |-\n    one\n    two\n", "utf-8")
    assert read_yaml(file) == {"a": [1, 2.5, True, None], "b": {"สวัสดี": "one\ntwo"}}


@pytest.mark.parametrize("fast", [True, False])
def test_yaml_never_runs_anything(fast: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that asks for an object of Python is refused."""
    if not fast:
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    file = tmp_path / "evil.yaml"
    file.write_text("a: !!python/object/apply:os.getcwd []\n", "utf-8")
    with pytest.raises(yaml.constructor.ConstructorError):
        read_yaml(file)


def test_without_a_module() -> None:
    """In the block a module counts as not installed; afterwards it can be imported as ever."""
    with without("this"), pytest.raises(ImportError):
        import this  # noqa: F401
    assert "this" not in sys.modules

    with without("json"):  # what is loaded already stays
        import json
    assert sys.modules["json"] is json


def loaded(module: str) -> set[str]:
    """Return all modules that a new Python has loaded once it imported one."""
    code = f"import sys, {module}; print(*sys.modules)"

    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_httpx_comes_without_its_program() -> None:
    """Reading from TikTok loads neither httpx's program for the command line nor what that needs."""
    code = (
        "import sys, regrant.tiktok.client; print([n for n in ('httpx._main', 'pygments', 'rich') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_asking_tiktok_loads_no_engine() -> None:
    """The door to TikTok loads neither the engine nor the readers of words, so that `regrant why` starts sooner."""
    code = (
        "import sys, regrant.cases.tiktok_desk; print([n for n in ('numpy', 'regrant.diagnosis') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
