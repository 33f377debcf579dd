"""The state of one asset beyond its place in a Business Center: ad account, identity, shop, Spark posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from regrant.access.tables import Row, Tables

IDENTITY: dict[str, pl.DataType] = {
    "identity_status": pl.String(),
    **dict.fromkeys(("identity_gpppa", "can_push", "ads_only", "can_live", "can_message"), pl.Boolean()),
}
STORE: dict[str, pl.DataType] = {
    "store_status": pl.String(),
    "exclusive_advertiser_id": pl.String(),
    "shop_elsewhere": pl.Boolean(),
}
SPARK: dict[str, pl.DataType] = {"spark_state": pl.String(), "spark_code": pl.Int64()}
USABLE, EXPIRED, POST_GONE, REVOKED, ELSEWHERE, UNKNOWN = (
    "USABLE", "EXPIRED", "POST_GONE", "REVOKED", "ELSEWHERE", "UNKNOWN",
)  # fmt: skip
_BEST_FIRST = (USABLE, UNKNOWN, EXPIRED, POST_GONE, REVOKED)
_AVAILABLE, _AUTHORIZED, _ACTIVE = "AVAILABLE", "AUTHORIZED", "ACTIVE"
_TIKTOK_IDENTITIES = ("BC_AUTH_TT", "TT_USER", None)
_NOT_HELD = ("INEFFECTIVE", "UNAUTHORIZED")
_POST_GONE = ("USER_DELETE", "AUDIT_DELETE", "ONLY_USER_PASS")


class States:
    """The small tables of a snapshot, ready to be asked about one asset after the other."""

    def __init__(self, tables: Tables) -> None:
        """Sort the rows by what they are asked for."""
        self.now = _time(tables.read_at)
        self._statuses = {row["advertiser_id"]: row["status"] for row in tables.rows("advertisers")}
        self._identities = tables.rows("identities")
        self._by_name: dict[str, list[Row]] = defaultdict(list)
        for row in self._identities:
            for name in {_name(row["identity_id"]), _name(row["display_name"])} - {""}:
                self._by_name[name].append(row)
        self._stores = _by(tables.rows("stores"), "store_id")
        self._spark = _by(tables.rows("spark"), "advertiser_id")
        self._own_identities = _by(self._identities, "advertiser_id")
        self._linked = {row["advertiser_id"] for row in tables.rows("links")}
        self._with_shop = {row["advertiser_id"] for row in tables.rows("stores")}
        self._with_tiktok = {row["bc_id"] for row in tables.rows("assets") if row["asset_type"] == "TT_ACCOUNT"}

    def of(self, asset_type: str, asset_id: str, name: str | None, bc_id: str, ad_status: str | None) -> Row:
        """Return the state of one asset; what does not apply to its kind is null."""
        row: Row = dict.fromkeys([*IDENTITY, *STORE, *SPARK])
        row.update(dict.fromkeys(("tiktok_linked", "tiktok_in_bc", "shop_linked"), False))
        row["ad_status"] = None
        if asset_type == "ADVERTISER":
            row["ad_status"] = self._statuses.get(asset_id) or ad_status
            row["spark_state"], row["spark_code"] = self._posts(asset_id)
            row["tiktok_linked"], row["shop_linked"] = asset_id in self._linked, asset_id in self._with_shop
            row["tiktok_in_bc"] = bc_id in self._with_tiktok
        if asset_type == "TT_ACCOUNT":
            row.update(self._identity(asset_id, name, bc_id))
        if asset_type == "TIKTOK_SHOP":
            row.update(self._store(asset_id, bc_id))

        return row

    def _identity(self, asset_id: str, name: str | None, bc_id: str) -> Row:
        """
        Return the identity of a TikTok account, the best of several.

        An account's id in the Business Center is not its identity's id, so the shown name has to match.
        """
        found = [*self._by_name.get(_name(asset_id), ()), *self._by_name.get(_name(name), ())] if name else []
        found = found or self._by_name.get(_name(asset_id), [])
        found = [row for row in found if row["identity_type"] in _TIKTOK_IDENTITIES and row["bc_id"] in (None, bc_id)]
        if not found:
            return {}
        best = min(found, key=lambda row: (row["available_status"] != _AVAILABLE, row["identity_id"] or ""))

        return {
            "identity_status": best["available_status"],
            "identity_gpppa": any(row["is_gpppa"] for row in found),
            "can_push": _any(row["can_push_video"] for row in found),
            "ads_only": _all(row["ads_only_mode"] for row in found),
            "can_live": _any(row["can_use_live_ads"] for row in found),
            "can_message": _any(row["can_manage_message"] for row in found),
        }

    def _store(self, asset_id: str, bc_id: str) -> Row:
        rows = self._stores.get(asset_id, [])
        statuses = [row["store_status"] for row in rows if row["store_status"]]
        held = [row["exclusive_advertiser_id"] for row in rows if row["exclusive_status"] not in _NOT_HELD]
        homes = {row["authorized_bc_id"] for row in rows if row["authorized_bc_id"]}

        return {
            "store_status": _ACTIVE if _ACTIVE in statuses else next(iter(statuses), None),
            "exclusive_advertiser_id": next((advertiser for advertiser in held if advertiser), None),
            "shop_elsewhere": bool(homes) and bc_id not in homes,
        }

    def _posts(self, advertiser: str) -> tuple[str | None, int]:
        """Return the state of the posts authorized for an ad account, and it as a mark (3 yes, 1 unclear, 0 no)."""
        if any(
            row["identity_type"] == "TT_USER"
            and row["available_status"] == _AVAILABLE
            and row["can_pull_video"] is not False
            for row in self._own_identities.get(advertiser, ())
        ):
            return USABLE, 3
        states = {self._post(row) for row in self._spark.get(advertiser, ())}
        state = next((state for state in _BEST_FIRST if state in states), None)
        if state is None and self._spark:
            state = ELSEWHERE

        return state, {USABLE: 3, UNKNOWN: 1}.get(state or "", 0)

    def _post(self, row: Row) -> str:
        end = _time(row["auth_end_time"])
        if end and self.now and end < self.now:
            return EXPIRED
        if row["post_status"] in _POST_GONE:
            return POST_GONE
        if row["ad_auth_status"] is None:
            return UNKNOWN

        return USABLE if row["ad_auth_status"] == _AUTHORIZED else REVOKED


def _by(rows: list[Row], column: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[column]:
            found[row[column]].append(row)

    return dict(found)


def _name(text: str | None) -> str:
    return (text or "").strip().removeprefix("@").lower()


def _time(text: str | None) -> str | None:
    """Return a time in one form, so that text order is time order: both ISO and TikTok's own form occur."""
    return text.replace("T", " ").rstrip("Z")[:19] if text else None


def _any(flags: Iterable[bool | None]) -> bool | None:
    known = [flag for flag in flags if flag is not None]

    return any(known) if known else None


def _all(flags: Iterable[bool | None]) -> bool | None:
    known = [flag for flag in flags if flag is not None]

    return all(known) if known else None
