"""The data files: every source exists, every role is one of its kind, every link has words."""

from __future__ import annotations

import string

from regrant.access.chain import NO_LINK, links
from regrant.access.permissions import BASE, link_words, matrix
from regrant.access.repair import _CALLS
from regrant.access.tables import SCHEMAS
from regrant.knowledge.loader import load

WORDS = {"who", "asset", "kind", "bc", "action", "partner", "owner", "role", "least", "status", "ads", "group"}


def test_sources_exist() -> None:
    """Every cell names sources that the knowledge has."""
    known = load().sources

    for kind, action, cell in matrix().cells(internal=True):
        assert cell.sources, (kind, action)
        assert set(cell.sources) <= set(known), (kind, action)


def test_roles_belong_to_their_kind() -> None:
    """A cell allows only roles of its own kind of asset, and a doubtful role says why it is doubtful."""
    for kind, _, cell in matrix().cells(internal=True):
        assert set(cell.roles) - {"*"} <= set(matrix().assets[kind].roles)
        assert bool(cell.unclear) == bool(cell.because)


def test_every_action_is_there() -> None:
    """Every action people mean exists for some kind of asset, and has words."""
    assert {action for _, action, _ in matrix().cells(internal=True)} == set(matrix().actions)


def test_links_are_one_list() -> None:
    """The expressions and their words are the same links in the same order, and the rank has room for them."""
    assert [link.id for link in links()] == list(link_words())
    assert len(links()) < NO_LINK
    used = {link for _, _, cell in matrix().cells(internal=True) for link in cell.links}
    assert used | {link for links_ in BASE.values() for link in links_} == set(link_words())


def test_words_can_be_filled() -> None:
    """Every sentence speaks only of what a path knows; reads name tables; writes have parameters."""
    for link in link_words().values():
        texts = [link.holds, link.fails, link.depends, *(fault.do for fault in link.faults)]
        assert {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name} <= WORDS
        assert set(link.reads) <= set(SCHEMAS)
        assert {fault.call for fault in link.faults if fault.call} <= set(_CALLS)
