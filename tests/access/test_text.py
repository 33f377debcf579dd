"""Answers as plain lines for people."""

from __future__ import annotations

from regrant.access import Resolver, to_lines
from tests.access.snapshots import ADS, ANN, BOSS, OTHER_ADS, asset, grant, tables, why


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
    assert "Nothing, as far as could be read." in to_lines(resolver.what_can("nobody@acme.example"))
    lines = to_lines(resolver.compare(ANN, BOSS))
    assert "      Bo Boss: cannot (missing: being assigned to it)" in lines


def test_compare_begins_with_who_has_less() -> None:
    """The first line says who has less on how many assets; assets and actions that are alike stand together."""
    one = Resolver(tables(assets=[asset(), asset(asset_id=OTHER_ADS)], grants=[grant("ANALYST")]))
    assert to_lines(one.compare(BOSS, ANN))[0].startswith("Bo Boss has more than ann@acme.example on 2, ")
    assert to_lines(one.compare(ANN, BOSS))[0].startswith("ann@acme.example has less than Bo Boss on 2, ")
    grants = [grant("ANALYST"), grant("ANALYST", asset_id=OTHER_ADS)]
    both = Resolver(tables(assets=[asset(), asset(asset_id=OTHER_ADS)], grants=grants))
    lines = to_lines(both.compare(ANN, BOSS))

    assert sum("see, report" in line for line in lines) == 1
    assert any(ADS in line and OTHER_ADS in line for line in lines)
    assert "      ann@acme.example: can" in lines


def test_the_same_is_said_so() -> None:
    """Two people who can do the same are said to, with nothing below."""
    lines = to_lines(Resolver(tables(assets=[asset()])).compare(ANN, ANN))

    assert lines[0] == "ann@acme.example and ann@acme.example can do the same on all 2 assets."
