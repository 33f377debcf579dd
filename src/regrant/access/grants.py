"""Who is who, and what is assigned to whom: directly, or through an account group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from regrant.access.permissions import matrix
from regrant.access.tables import Row, Tables


class Ids:
    """Who is who: one id per person, although an invitation knows only an address."""

    def __init__(self, members: list[Row]) -> None:
        """Keep the members, and which address belongs to which single user id."""
        self.members = [row for row in members if row["user_id"] or row["user_email"]]
        by_email: dict[str, set[str]] = defaultdict(set)
        for row in self.members:
            if row["user_id"] and row["user_email"]:
                by_email[row["user_email"].lower()].add(row["user_id"])
        self._by_email = {email: next(iter(found)) for email, found in by_email.items() if len(found) == 1}

    def of(self, row: Row) -> str:
        """Return the user id, or the address in small letters if there is none."""
        if row["user_id"]:
            return str(row["user_id"])
        email = str(row["user_email"]).lower()

        return self._by_email.get(email, email)

    def persons(self, *grants: list[Row]) -> dict[str, Row]:
        """Return name and address of everybody the snapshot knows."""
        found: dict[str, Row] = {}
        for row in self.members:
            known = found.setdefault(self.of(row), {"name": None, "email": None})
            known["name"], known["email"] = known["name"] or row["user_name"], known["email"] or row["user_email"]
        for grant in (row for rows in grants for row in rows):
            found.setdefault(grant["person"], {"name": None, "email": None})

        return found


def role_text(roles: Iterable[str | None]) -> str:
    """Return roles as one text for exact searching, `|POST|LIVE|`; no role is `|`."""
    plain = [role.removeprefix("ADVERTISER_ROLE_") for role in roles if role]

    return "|".join(("", *sorted(plain), "")) if plain else "|"


def own_grants(tables: Tables, ids: Ids) -> list[Row]:
    """Return what is assigned to people directly."""
    return [
        _grant(ids, row, role_text(row["roles"] or ()))
        for row in tables.rows("grants")
        if row["via"] != "group" and _is_grant(row)
    ]


def group_grants(tables: Tables, ids: Ids) -> list[Row]:
    """Return what groups give: as the grants say, and as the groups' own members and assets say."""
    found = [
        {**_grant(ids, row, role_text(row["roles"] or ())), "group_id": row["group_id"]}
        for row in tables.rows("grants")
        if row["via"] == "group" and _is_grant(row)
    ]
    homes = {row["group_id"]: row["bc_id"] for row in tables.rows("groups")}
    held = defaultdict(list)
    for row in tables.rows("group_assets"):
        held[row["group_id"]].append(row["asset_id"])
    for member in tables.rows("group_members"):
        group, home = member["group_id"], homes.get(member["group_id"])
        if home is None or not member["user_id"]:
            continue
        row = {"bc_id": home, "asset_type": "ADVERTISER", "user_id": member["user_id"], "group_id": group}
        found += [
            {**_grant(ids, {**row, "asset_id": asset}, role_text([member["role"]])), "group_id": group}
            for asset in held[group]
        ]

    return found


def _is_grant(row: Row) -> bool:
    return bool(row["bc_id"] and row["user_id"] and row["asset_type"] in matrix().assets and row["asset_id"])


def _grant(ids: Ids, row: Row, roles: str) -> Row:
    home = {"bc_id": row["bc_id"], "asset_type": row["asset_type"], "asset_id": row["asset_id"]}

    return {"person": ids.of({"user_email": None, **row}), **home, "role_text": roles}


def with_reader(tables: Tables) -> list[Row]:
    """
    Return the members, and the login that read the snapshot where the member list itself was closed to it.

    A Standard member cannot read the list, but is told their own role in each Business Center (source api_bc_get).
    """
    members = tables.rows("members")
    listed = {row["bc_id"] for row in members if row["user_id"]}
    me = next((row for row in tables.rows("me") if row["user_id"]), None)
    if me is None:
        return members

    return members + [
        {
            "bc_id": row["bc_id"],
            "user_id": me["user_id"],
            "user_name": me["display_name"],
            "user_email": None,
            "role": row["my_role"],
            "finance_role": row["my_finance_role"],
            "relation_status": "BOUND",
        }
        for row in tables.rows("bcs")
        if row["my_role"] and row["bc_id"] not in listed
    ]
