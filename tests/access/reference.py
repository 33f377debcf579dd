"""
A slow and simple second implementation: loops over plain rows, no frames, no expressions.

It reads only the permission matrix, which is data. It follows the same rules, written down a second time.
"""

from __future__ import annotations

from typing import Any

from regrant.access import Tables, matrix
from regrant.access.gaps import read_scope

Row = dict[str, Any]
YES, NO, UNREAD, DEPENDS = "can", "cannot", "unknown_unreadable", "unknown_depends"
_FINE = {"STATUS_ENABLE", "SHOW_ACCOUNT_STATUS_APPROVED"}


class Reference:
    """Answers `verdict` by going through every possible way."""

    def __init__(self, tables: Tables) -> None:
        """Keep plain rows."""
        self.t = {name: tables.rows(name) for name in tables.frames}
        self.bcs = list(
            dict.fromkeys(
                row["bc_id"]
                for name in ("bcs", "members", "assets", "grants", "groups", "shares")
                for row in self.t[name]
                if row["bc_id"]
            )
        )
        self.now = (tables.read_at or "").replace("T", " ").rstrip("Z")[:19]

    def verdict(self, who: str, action: str, kind: str, asset: str) -> str:
        """Return the best verdict of all ways."""
        found = [
            self._way(who, action, kind, asset, bc, roles, share)
            for bc in self.bcs
            if kind != "BUSINESS_CENTER" or bc == asset
            for roles in self._ways(who, kind, asset, bc)
            for share in (*self._shares(kind, asset, bc),) or (None,)
        ]

        return next((verdict for verdict in (YES, UNREAD, DEPENDS) if verdict in found), NO)

    def unread(self, table: str, **place: str) -> bool:
        """Return whether a failed read touches a place; a key the place lacks does not narrow it."""
        for row in self.t["unread"]:
            if row["table"] != table:
                continue
            scope = read_scope(row["scope"])
            if scope.pop("share_type", None) == "SHARING":
                continue
            if "advertiser_id" in scope:
                scope["asset_id"], scope["asset_type"] = scope.pop("advertiser_id"), "ADVERTISER"
            if all(place[key] == value for key, value in scope.items() if key in place):
                return True

        return False

    def _ways(self, who: str, kind: str, asset: str, bc: str) -> list[list[str] | None]:
        """Return the roles of the own grants (None: nothing assigned) and of the groups."""
        own: list[list[str] | None] = []
        groups: list[list[str] | None] = []
        for row in self.t["grants"]:
            if (row["bc_id"], row["user_id"], row["asset_type"], row["asset_id"]) == (bc, who, kind, asset):
                (groups if row["via"] == "group" else own).append(row["roles"])
        for group in self.t["groups"]:
            held = {row["asset_id"] for row in self.t["group_assets"] if row["group_id"] == group["group_id"]}
            if group["bc_id"] == bc and kind == "ADVERTISER" and asset in held:
                groups += [
                    [row["role"]] if row["role"] else []
                    for row in self.t["group_members"]
                    if row["group_id"] == group["group_id"] and row["user_id"] == who
                ]

        return [*(own or [None]), *groups]

    def _shares(self, kind: str, asset: str, bc: str) -> list[Row]:
        return [
            row
            for row in self.t["shares"]
            if row["share_type"] == "SHARED" and (row["bc_id"], row["asset_type"], row["asset_id"]) == (bc, kind, asset)
        ]

    def _way(
        self, who: str, action: str, kind: str, asset: str, bc: str, roles: list[str] | None, share: Row | None
    ) -> str:
        cell = matrix().cell(kind, action)
        states = [getattr(self, f"_{link}")(who, action, kind, asset, bc, roles, share) for link in cell.links]
        if NO in states:
            return NO

        return next((state for state in (UNREAD, DEPENDS) if state in states), YES)

    def _row(self, table: str, **keys: str) -> Row | None:
        return next((row for row in self.t[table] if all(row[key] == value for key, value in keys.items())), None)

    def _status(self, who: str, bc: str) -> tuple[Row | None, bool, bool]:
        row = self._row("members", bc_id=bc, user_id=who)
        unread = self.unread("members", bc_id=bc, user_id=who)
        granted = any(row["bc_id"] == bc and row["user_id"] == who for row in self.t["grants"])
        for group in self.t["groups"]:
            held = [row for row in self.t["group_assets"] if row["group_id"] == group["group_id"]]
            mine = [r for r in self.t["group_members"] if r["group_id"] == group["group_id"] and r["user_id"] == who]
            granted = granted or bool(group["bc_id"] == bc and held and mine)

        return row, unread, granted

    def _member(self, who: str, _a: str, _k: str, _x: str, bc: str, *_: Any) -> str:
        row, unread, granted = self._status(who, bc)
        if row:
            return NO if row["relation_status"] == "UNBOUND" else YES
        if not unread:
            return NO

        return YES if granted else UNREAD

    def _joined(self, who: str, _a: str, _k: str, _x: str, bc: str, *_: Any) -> str:
        row, unread, granted = self._status(who, bc)
        if row:
            return {"BOUND": YES, "PENDING": NO, "REJECTED": NO}.get(row["relation_status"], DEPENDS)
        if unread:
            return YES if granted else UNREAD

        return DEPENDS

    def _bc_healthy(self, _w: str, _a: str, _k: str, _x: str, bc: str, *_: Any) -> str:
        row = self._row("bcs", bc_id=bc)
        if row and row["status"]:
            return {"ENABLE": YES, "PUNISH": NO, "DENY": NO}.get(row["status"], DEPENDS)

        return UNREAD if self.unread("bcs", bc_id=bc) else DEPENDS

    def _bc_admin(self, who: str, _a: str, _k: str, _x: str, bc: str, *_: Any) -> str:
        row, unread, _granted = self._status(who, bc)
        if row is None:
            return UNREAD if unread else NO
        if row["role"] is None:
            return UNREAD if unread else DEPENDS

        return {"ADMIN": YES, "STANDARD": NO}.get(row["role"], DEPENDS)

    def _finance_role(self, who: str, _a: str, _k: str, _x: str, bc: str, *_: Any) -> str:
        row, unread, _granted = self._status(who, bc)
        if row is None:
            return UNREAD if unread else NO

        return {"MANAGER": YES, None: NO}.get(row["finance_role"], DEPENDS)

    def _missed(self, kind: str, asset: str, bc: str) -> bool:
        place = {"bc_id": bc, "asset_type": kind, "asset_id": asset}

        return self.unread("assets", **place) or (kind in ("ADVERTISER", "CATALOG") and self.unread("shares", **place))

    def _asset_here(
        self, _w: str, _a: str, kind: str, asset: str, bc: str, roles: list[str] | None, share: Row | None
    ) -> str:
        if self._row("assets", bc_id=bc, asset_type=kind, asset_id=asset) or share or roles is not None:
            return YES

        return UNREAD if self._missed(kind, asset, bc) else NO

    def _approved(
        self, _w: str, _a: str, kind: str, asset: str, bc: str, roles: list[str] | None, share: Row | None
    ) -> str:
        row = self._row("assets", bc_id=bc, asset_type=kind, asset_id=asset)
        status = row["relation_status"] if row else None
        if status is not None:
            return {"BOUND": YES, "PENDING": NO, "REJECTED": NO, "UNBOUND": NO}.get(status, DEPENDS)
        if row or share or roles is not None:
            return YES

        return UNREAD if self.unread("assets", bc_id=bc, asset_type=kind, asset_id=asset) else DEPENDS

    def _assigned(
        self, who: str, _a: str, kind: str, asset: str, bc: str, roles: list[str] | None, _s: Row | None
    ) -> str:
        if roles is not None:
            return YES
        place = {"bc_id": bc, "user_id": who, "asset_type": kind, "asset_id": asset}

        return UNREAD if self.unread("grants", **place) else NO

    def _allows(self, kind: str, action: str, roles: list[str]) -> str:
        cell = matrix().cell(kind, action)
        roles = [role.removeprefix("ADVERTISER_ROLE_") for role in roles]
        if cell.never:
            return NO
        if "*" in cell.roles or set(roles) & set(cell.roles):
            return YES
        if not roles or set(roles) & set(cell.unclear) or set(roles) - matrix().known_roles():
            return DEPENDS

        return NO

    def _role_enough(
        self, who: str, action: str, kind: str, asset: str, bc: str, roles: list[str] | None, _s: Row | None
    ) -> str:
        if matrix().cell(kind, action).never:
            return NO
        if roles is None:
            return UNREAD if self._assigned(who, action, kind, asset, bc, None, None) == UNREAD else DEPENDS

        return self._allows(kind, action, roles)

    def _ceiling(
        self, _w: str, action: str, kind: str, asset: str, bc: str, _r: list[str] | None, share: Row | None
    ) -> str:
        if share:
            return self._allows(kind, action, [share["role"]] if share["role"] else [])
        row = self._row("assets", bc_id=bc, asset_type=kind, asset_id=asset)
        if not row or row["relation_type"] != "OWNER_PARTNER" or kind not in ("ADVERTISER", "CATALOG"):
            return YES

        return UNREAD if self.unread("shares", bc_id=bc, asset_type=kind, asset_id=asset) else YES

    def _ad_account_healthy(self, _w: str, _a: str, kind: str, asset: str, bc: str, *_: Any) -> str:
        told = self._row("advertisers", advertiser_id=asset)
        row = self._row("assets", bc_id=bc, asset_type=kind, asset_id=asset)
        status = (told and told["status"]) or (row and row["advertiser_status"])
        if status is None:
            gap = self.unread("advertisers", asset_type=kind, asset_id=asset)
            gap = gap or self.unread("assets", bc_id=bc, asset_type=kind, asset_id=asset)
            return UNREAD if gap else DEPENDS

        if status in _FINE:
            return YES

        return NO if status == "STATUS_LIMIT" else DEPENDS

    def _of_kind(self, kind: str) -> list[str]:
        found = [
            row["asset_id"]
            for name in ("assets", "grants", "shares")
            for row in self.t[name]
            if row["asset_type"] == kind
        ]
        if kind == "ADVERTISER":
            found += [row["advertiser_id"] for row in (*self.t["advertisers"], *self.t["links"])]
            found += [row["asset_id"] for row in self.t["group_assets"]]
        if kind == "TIKTOK_SHOP":
            found += [row["store_id"] for row in self.t["stores"]]
        if kind == "TT_ACCOUNT":
            found += [row["asset_id"] for row in self.t["links"]]

        return list(dict.fromkeys(found))

    def _best(self, found: list[str], *, missed: bool) -> str:
        if YES in found:
            return YES
        if UNREAD in found or missed:
            return UNREAD

        return DEPENDS if DEPENDS in found else NO

    def _ad_account(self, who: str, *_: Any) -> str:
        found = [self.verdict(who, "create_and_edit_ads", "ADVERTISER", item) for item in self._of_kind("ADVERTISER")]

        return self._best(found, missed=self.unread("assets", asset_type="ADVERTISER"))

    def _tiktok_account(self, who: str, *_: Any) -> str:
        found = [self.verdict(who, "use_posts", "TT_ACCOUNT", item) for item in self._of_kind("TT_ACCOUNT")]

        return self._best(found, missed=self.unread("assets", asset_type="TT_ACCOUNT"))

    def _linked(self, who: str, _a: str, kind: str, asset: str, *_: Any) -> str:
        tied = [row["advertiser_id"] for row in self.t["links"] if row["asset_id"] == asset]
        found = [self.verdict(who, "create_and_edit_ads", "ADVERTISER", item) for item in tied]

        return self._best(found, missed=self.unread("links", asset_type=kind, asset_id=asset))

    def _identities(self, asset: str, bc: str) -> list[Row]:
        names = {
            row["asset_name"].lower() for row in self.t["assets"] if row["asset_id"] == asset and row["asset_name"]
        }

        return [
            row
            for row in self.t["identities"]
            if row["identity_type"] in ("BC_AUTH_TT", "TT_USER", None)
            and row["bc_id"] in (None, bc)
            and (row["identity_id"] == asset or (row["display_name"] or "").lower().removeprefix("@") in names)
        ]

    def _identity_usable(self, _w: str, _a: str, _k: str, asset: str, bc: str, *_: Any) -> str:
        rows = self._identities(asset, bc)
        if any(row["is_gpppa"] for row in rows):
            return NO
        statuses = [row["available_status"] for row in rows]
        if not [status for status in statuses if status]:
            return UNREAD if self.unread("identities", bc_id=bc) else DEPENDS
        if "AVAILABLE" in statuses:
            return YES

        return NO

    def _may(self, column: str, asset: str, bc: str) -> str:
        flags = [row[column] for row in self._identities(asset, bc) if row[column] is not None]
        if not flags:
            return UNREAD if self.unread("identities", bc_id=bc) else DEPENDS

        return YES if any(flags) else NO

    def _may_publish(self, _w: str, _a: str, _k: str, asset: str, bc: str, *_: Any) -> str:
        only = [row["ads_only_mode"] for row in self._identities(asset, bc) if row["ads_only_mode"] is not None]
        if only and all(only):
            return NO

        return self._may("can_push_video", asset, bc)

    def _may_go_live(self, _w: str, _a: str, _k: str, asset: str, bc: str, *_: Any) -> str:
        return self._may("can_use_live_ads", asset, bc)

    def _may_message(self, _w: str, _a: str, _k: str, asset: str, bc: str, *_: Any) -> str:
        return self._may("can_manage_message", asset, bc)

    def _store_active(self, _w: str, _a: str, kind: str, asset: str, *_: Any) -> str:
        statuses = [row["store_status"] for row in self.t["stores"] if row["store_id"] == asset and row["store_status"]]
        if not statuses:
            return UNREAD if self.unread("stores", asset_type=kind, asset_id=asset) else DEPENDS
        status = "ACTIVE" if "ACTIVE" in statuses else statuses[0]

        return {"ACTIVE": YES, "NEW_CREATE": YES, "INACTIVE": NO}.get(status, DEPENDS)

    def _exclusive(self, who: str, _a: str, kind: str, asset: str, *_: Any) -> str:
        held = [
            row["exclusive_advertiser_id"]
            for row in self.t["stores"]
            if row["store_id"] == asset
            and row["exclusive_advertiser_id"]
            and row["exclusive_status"] not in ("INEFFECTIVE", "UNAUTHORIZED")
        ]
        if held:
            return self.verdict(who, "create_and_edit_ads", "ADVERTISER", held[0])

        return UNREAD if self.unread("stores", asset_type=kind, asset_id=asset) else YES

    def _spark_source(self, who: str, _a: str, kind: str, asset: str, *_: Any) -> str:
        found = [
            self.verdict(who, "use_posts", "TT_ACCOUNT", row["asset_id"])
            for row in self.t["links"]
            if row["advertiser_id"] == asset
        ]
        found += [
            {"AUTHORIZED": YES, None: DEPENDS}.get(row["ad_auth_status"], NO)
            for row in self.t["spark"]
            if row["advertiser_id"] == asset and not self._over(row["auth_end_time"])
        ]
        place = {"asset_type": kind, "asset_id": asset}
        missed = any(self.unread(table, **place) for table in ("links", "spark", "identities"))

        return self._best(found, missed=missed or self.unread("assets", asset_type="TT_ACCOUNT"))

    def _over(self, end: str | None) -> bool:
        return bool(end and self.now and end < self.now)

    def _shop_source(self, who: str, _a: str, kind: str, asset: str, *_: Any) -> str:
        tied = [row["store_id"] for row in self.t["stores"] if row["advertiser_id"] == asset]
        found = [self.verdict(who, "use_shop", "TIKTOK_SHOP", item) for item in tied]
        missed = self.unread("stores", asset_type=kind, asset_id=asset)

        return self._best(found, missed=missed or self.unread("assets", asset_type="TIKTOK_SHOP"))
