"""
Compact worlds, each broken in one way that TikTok's API shows, with words that do not give it away.

They stand for the scenarios nobody here has seen: one small sound Business Center, varied plausibly for each cause.
"""

from __future__ import annotations

import copy
from typing import Any

from msgspec import Struct

Row = dict[str, Any]
BC, PARTNER = "7100000000000900001", "7100000000000900009"
ADMIN, MIRA, OTTO = "7200000000000900001", "7200000000000900002", "7200000000000900003"
MAIN, SECOND = "7300000000000900001", "7300000000000900002"
PROFILE, SHOP, CATALOG = "7400000000000900001", "7600000000000900001", "7800000000000900001"
FOREIGN = "7300000000000900077"


class Variation(Struct, frozen=True, kw_only=True):
    """
    One broken world.

    `causes` are right; `words` is the complaint of or about `subject`; `answers` is what the person knows of what the
    API cannot tell. `asked` is the most questions that may be asked.
    """

    name: str
    causes: tuple[str, ...]
    words: str
    world: Row
    answers: dict[str, str] = {}
    asked: int = 2

    @property
    def scenario(self) -> Row:
        """The variation in the form of a scenario."""
        return {"id": self.name, "opening": self.words, "lang": "en", "world": self.world}


def person(user_id: str | None, email: str, role: str = "STANDARD", **more: Any) -> Row:
    """Return a member; one without a user id has not joined."""
    state = "BOUND" if user_id else "PENDING"

    return {"user_id": user_id, "email": email, "role": role, "finance_role": None, "relation_status": state, **more}


def account(asset_id: str, name: str, **more: Any) -> Row:
    """Return an ad account of this Business Center in good order."""
    row = {"type": "ADVERTISER", "id": asset_id, "name": name, "relation_type": "OWNER_BC", "relation_status": "BOUND"}

    return {**row, "status": "STATUS_ENABLE", **more}


def grant(user_id: str, asset_id: str, role: Any) -> Row:
    """Return a grant."""
    return {"user_id": user_id, "asset_id": asset_id, "role": role}


def line(kind: str, text: str, time: str = "2026-11-19 15:30:00", operator: str | None = ADMIN) -> Row:
    """Return a line of the log."""
    return {"time": time, "activity_type": kind, "text": text, "operator_id": operator}


SOUND: Row = {
    "now": "2026-11-20 09:00:00",
    "bc": {"id": BC, "name": "Alder", "status": "ENABLE", "verification_status": "VERIFIED", "type": "DIRECT"},
    "members": [
        person(ADMIN, "boss@alder.example", "ADMIN", finance_role="MANAGER"),
        person(MIRA, "mira@alder.example"),
        person(OTTO, "otto@alder.example"),
    ],
    "assets": [
        account(MAIN, "Alder Main"),
        account(SECOND, "Alder Second"),
        {"type": "TT_ACCOUNT", "id": PROFILE, "name": "alder.home"},
        {"type": "TIKTOK_SHOP", "id": SHOP, "name": "Alder Store", "relation_type": "OWNER_BC"},
        {"type": "CATALOG", "id": CATALOG, "name": "Alder goods"},
    ],
    "grants": [
        *(grant(ADMIN, asset, "ADMIN") for asset in (MAIN, SECOND)),
        *(grant(user, MAIN, "OPERATOR") for user in (MIRA, OTTO)),
        grant(OTTO, SECOND, "OPERATOR"),
        grant(ADMIN, PROFILE, ["POST", "LIVE", "DIRECT_MESSAGE"]),
        *(grant(user, PROFILE, ["POST"]) for user in (MIRA, OTTO)),
        *(grant(user, SHOP, "AD_PROMOTION") for user in (ADMIN, MIRA, OTTO)),
        grant(ADMIN, CATALOG, "ADMIN"),
        grant(MIRA, CATALOG, "ADMIN"),
    ],
    "links": [{"asset_id": PROFILE, "advertiser_id": MAIN}],
    "stores": [{"store_id": SHOP, "store_name": "Alder Store", "store_status": "ACTIVE", "is_gmv_max_available": True}],
    "changelog": [line("BUSINESS", "Created Business Center Alder", "2026-02-01 08:00:00")],
    "me": ADMIN,
    "subject": MIRA,
    "target_asset": MAIN,
}


def varied(*, asset: str | None = MAIN, who: str | None = MIRA, **changes: Any) -> Row:
    """
    Return the sound world with changes.

    A list under a key is put before what is there; `without_X` drops the rows of X for which it is true; any other
    value replaces.
    """
    world = copy.deepcopy(SOUND)
    for key, change in changes.items():
        if key.startswith("without_"):
            name = key.removeprefix("without_")
            world[name] = [row for row in world[name] if not change(row)]
    for key, change in changes.items():
        if not key.startswith("without_"):
            old = world.get(key)
            world[key] = [*change, *(old or [])] if isinstance(change, list) else change
            if isinstance(change, dict) and isinstance(old, dict):
                world[key] = {**old, **change}

    return {**world, "subject": who, "target_asset": asset}


def changed(asset_id: str, **more: Any) -> Row:
    """Return the change that gives an asset other values."""
    row = next(one for one in SOUND["assets"] if one["id"] == asset_id)

    return {"assets": [{**row, **more}], "without_assets": lambda one: one["id"] == asset_id}


def mine(asset_id: str, *roles: Any) -> Row:
    """Return the change that leaves Mira these roles on the asset (none: no grant)."""
    return {
        "without_grants": lambda row: (row["user_id"], row["asset_id"]) == (MIRA, asset_id),
        "grants": [grant(MIRA, asset_id, role) for role in roles],
    }


def foreign(**more: Any) -> Row:
    """Return an ad account that belongs to somebody else."""
    return account(FOREIGN, "Juniper Ads", **{"relation_type": "OWNER_INDIVIDUAL", **more})


SHARED_IN: Row = {
    "assets": [foreign(relation_type="OWNER_PARTNER", owner_bc_name="Juniper")],
    "partners": [{"bc_id": PARTNER, "bc_name": "Juniper"}],
}


def share(role: str, **more: Any) -> Row:
    """Return a share of the foreign ad account with this Business Center."""
    return {"partner_bc_id": PARTNER, "share_type": "SHARED", "asset_id": FOREIGN, "role": role, **more}


def spark(**more: Any) -> Row:
    """Return a creator's code that is applied where it should be and has long to run."""
    return {
        "code": "#SAMPLE90AAAAAAAAAAAA",
        "advertiser_id": MAIN,
        "item_id": "7500000000000900001",
        "item_type": "VIDEO",
        "auth_start_time": "2026-10-20 09:00:00",
        "auth_end_time": "2027-10-20 09:00:00",
        "ad_auth_status": "AUTHORIZED",
        "post_status": "HESITATE_RECOMMEND",
        **more,
    }
