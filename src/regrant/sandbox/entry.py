"""What the writes have in common: whom and what they must find in place, and the line that they leave."""

from __future__ import annotations

from regrant.sandbox import refusal
from regrant.sandbox.ask import Ask
from regrant.sandbox.change import logged
from regrant.sandbox.shapes import Member, World


def joined(ask: Ask, user_id: str) -> Member:
    """Return the row of somebody who has joined, or raise 40002."""
    member = ask.view.member(ask.args["bc_id"], user_id)
    if member is None:
        raise refusal.no_such_member(user_id)

    return member


def must_hold(ask: Ask, asset_type: str, asset_id: str) -> None:
    """Raise 40002 when the Business Center does not really hold the asset."""
    held = ask.view.held(ask.args["bc_id"], asset_type, asset_id)
    if held is None or held.relation_status != "BOUND":
        raise refusal.not_your_asset(asset_id)


def log(ask: Ask, world: World, kind: str, text: str) -> World:
    """Return the world with a line of the caller's in the log of the Business Center."""
    return logged(world, ask.args["bc_id"], ask.user_id, kind, text)
