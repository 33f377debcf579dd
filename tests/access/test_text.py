"""Answers as plain lines for people."""

from __future__ import annotations

from regrant.access import Resolver, to_lines
from tests.access.snapshots import ADS, ANN, BOSS, asset, grant, tables, why


def test_why_says_it_in_order() -> None:
    """First the verdict, then the chain with marks, then the repair with the people who can do it."""
    lines = to_lines(why("create_and_edit_ads", assets=[asset()], grants=[grant("ANALYST")]))

    assert lines[0].startswith("No, ann@acme.example cannot create and edit ads with the ad account")
    assert "  [ok] ann@acme.example has joined" in lines
    assert "  [no] the role ANALYST is not enough to create and edit ads with this ad account" in lines
    assert lines[-1] == (
        "  1. Give ann@acme.example the role OPERATOR on ADVERTISER 7301. "
        "Who can do it: an Admin of the Business Center (Bo Boss <boss@acme.example>)."
    )


def test_unknown_says_what_was_not_read() -> None:
    """An unknown link says why, and the end lists what could not be seen."""
    unread = [{"table": "grants", "scope": "*", "reason": "permission X not granted"}]
    lines = to_lines(why("see", assets=[asset()], unread=unread))

    assert any(line.startswith("  [??] not known whether") for line in lines)
    assert "  - Not read: grants: permission X not granted" in lines


def test_other_answers() -> None:
    """Lists of people, of actions and of differences are readable, too."""
    resolver = Resolver(tables(assets=[asset()], grants=[grant("ANALYST")]))

    assert "can: 1" in to_lines(resolver.who_can("see", ADS))
    assert "  - report" in to_lines(resolver.what_can(ANN))
    assert "Nothing, as far as the snapshot shows." in to_lines(resolver.what_can("nobody@acme.example"))
    lines = to_lines(resolver.compare(ANN, BOSS))
    assert "  - Bo Boss <boss@acme.example>: cannot (link: assigned)" in lines
