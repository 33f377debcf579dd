"""Random snapshots for property tests: small, full of oddities, every table in play."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from regrant.access import Tables, build, matrix

BCS = ("11111", "22222")
USERS = ("90001", "90002", "90003")
IDS = {
    "ADVERTISER": ("30001", "30002"),
    "TT_ACCOUNT": ("40001",),
    "TIKTOK_SHOP": ("60001",),
    "CATALOG": ("50001",),
    "PIXEL": ("80001",),
    "MANAGED_BUSINESS_ACCOUNT": ("41001",),
}
PLACES = [(kind, item) for kind, items in IDS.items() for item in items]
ROLES = {kind: (*matrix().assets[kind].roles, *matrix().assets[kind].other_roles, "NEW_ROLE") for kind in IDS}
NOW = "2026-11-20T09:00:00Z"


def rows(*, unique: tuple[str, ...] = (), most: int = 4, **columns: Any) -> st.SearchStrategy[Any]:
    """Return lists of rows."""
    row = st.fixed_dictionaries(columns)
    by = (lambda item: tuple(item[name] for name in unique)) if unique else None

    return st.lists(row, max_size=most, unique_by=by)


def of(*values: Any) -> st.SearchStrategy[Any]:
    """Return one of some values."""
    return st.sampled_from(values)


@st.composite
def placed(draw: st.DrawFn, /, *, unique: tuple[str, ...], most: int, **columns: Any) -> Any:
    """Return rows about an asset, its kind and id fitting together."""
    found = draw(rows(most=most, place=st.sampled_from(PLACES), **columns))
    made = [{"asset_type": row["place"][0], "asset_id": row["place"][1], **row} for row in found]
    kept = {tuple(row[name] for name in unique): row for row in made} if unique else dict(enumerate(made))

    return list(kept.values())


def snapshots() -> st.SearchStrategy[Tables]:
    """Return random snapshots: some made of anything, some that work but for a few faults."""
    return st.one_of(strange(), damaged(), damaged())


@st.composite
def strange(draw: st.DrawFn) -> Tables:
    """Return a snapshot made of anything."""
    bc, user, ads = of(*BCS), of(*USERS), of(*IDS["ADVERTISER"])
    given: dict[str, Any] = {
        "bcs": draw(rows(unique=("bc_id",), bc_id=bc, status=of("ENABLE", "ENABLE", "ENABLE", "REVIEWING", "PUNISH"))),
        "members": draw(
            rows(
                unique=("bc_id", "user_id"), most=6, bc_id=bc, user_id=user, role=of("ADMIN", "STANDARD", None, "ODD"),
                finance_role=of(None, "MANAGER", "ANALYST"),
                relation_status=of("BOUND", "BOUND", "BOUND", "PENDING", "UNBOUND", "ODD"), read_at=of(NOW),
            )
        ),
        "assets": draw(
            placed(
                unique=("bc_id", "asset_type", "asset_id"), most=8, bc_id=bc,
                relation_type=of("OWNER_BC", "OWNER_PARTNER", None),
                relation_status=of("BOUND", "BOUND", "BOUND", None, "PENDING", "ODD"),
                advertiser_status=of("STATUS_ENABLE", "STATUS_ENABLE", "STATUS_LIMIT", "STATUS_FROZEN", None),
            )
        ),
        "shares": draw(
            placed(
                unique=(), most=3, bc_id=bc, partner_bc_id=of("33333", "44444"), share_type=of("SHARED", "SHARING"),
                role=of("ADMIN", "ANALYST", "AD_PROMOTE", None, "NEW_ROLE"),
            )
        ),
        "groups": draw(rows(unique=("group_id",), most=2, bc_id=bc, group_id=of("g1", "g2"))),
        "group_assets": draw(rows(unique=("group_id", "asset_id"), group_id=of("g1", "g2"), asset_id=ads)),
        "group_members": draw(
            rows(
                unique=("group_id", "user_id"), group_id=of("g1", "g2"), user_id=user,
                role=of("ADVERTISER_ROLE_ADMIN", "ANALYST", None),
            )
        ),
        "links": draw(rows(most=2, asset_type=of("TT_ACCOUNT"), asset_id=of("40001"), advertiser_id=ads)),
        "advertisers": draw(rows(most=1, advertiser_id=ads, status=of("STATUS_ENABLE", None))),
        "identities": draw(
            rows(
                most=2, advertiser_id=ads, identity_id=of("40001", "other"), identity_type=of("BC_AUTH_TT"),
                available_status=of("AVAILABLE", "SCOPE_UNAVAILABLE", None), can_push_video=of(True, False, None),
                can_use_live_ads=of(True, False, None), can_manage_message=of(True, None),
                ads_only_mode=of(True, False),
                is_gpppa=of(False, False, True),
            )
        ),
        "spark": draw(
            rows(
                most=2, advertiser_id=ads, ad_auth_status=of("AUTHORIZED", None, "CANCELLED"),
                auth_end_time=of("2026-11-01 00:00:00", "2027-01-01 00:00:00", None),
            )
        ),
        "stores": draw(
            rows(
                unique=("advertiser_id", "store_id"), most=2, advertiser_id=ads, store_id=of("60001"),
                store_status=of("ACTIVE", "INACTIVE", None), exclusive_advertiser_id=of("30001", None),
                exclusive_status=of("EFFECTIVE", "INEFFECTIVE", None),
            )
        ),
        "partners": [],
    }  # fmt: skip
    given["grants"] = draw(grants())
    given["unread"] = draw(rows(most=3, table=of(*GAPS), scope=of(*SCOPES), reason=of("permission not granted")))

    return build(given)


GAPS = ("members", "bcs", "assets", "grants", "shares", "links", "advertisers", "identities", "stores", "spark")
SCOPES = (
    "", "*", "bc_id=11111", "user_id=90001", "bc_id=22222 asset_type=ADVERTISER", "bc_id=11111 user_id=90002",
    "advertiser_id=30001", "asset_type=TT_ACCOUNT asset_id=40001", "bc_id=11111 share_type=SHARING", "page=2",
)  # fmt: skip


@st.composite
def grants(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return grants with roles that mostly fit the kind of asset."""
    found = []
    for _ in range(draw(st.integers(0, 8))):
        kind, item = draw(st.sampled_from(PLACES))
        roles = draw(st.lists(st.sampled_from(ROLES[kind]), max_size=2))
        via = draw(of("own", "own", "own", "group"))
        place = {"bc_id": draw(of(*BCS)), "user_id": draw(of(*USERS)), "asset_type": kind, "asset_id": item}
        found.append({**place, "roles": roles, "via": via, "group_id": "g9" if via == "group" else None})

    return found


def working() -> dict[str, list[dict[str, Any]]]:
    """Return a snapshot in which the first person can do everything, and the others something."""
    bc, ann, ads = BCS[0], USERS[0], "30001"
    best = {kind: [role for role in ROLES[kind] if role not in ("MANAGER", "UNSET", "NEW_ROLE")] for kind in IDS}
    place = {"bc_id": bc, "relation_status": "BOUND", "relation_type": "OWNER_BC", "advertiser_status": "STATUS_ENABLE"}
    flags = dict.fromkeys(("can_push_video", "can_pull_video", "can_use_live_ads", "can_manage_message"), True)
    share = {"bc_id": bc, "partner_bc_id": "33333", "share_type": "SHARED", "asset_type": "ADVERTISER"}
    grant = {"bc_id": bc, "via": "own"}
    partner = {"CATALOG": {"relation_type": "OWNER_PARTNER"}}

    return {
        "bcs": [{"bc_id": item, "status": "ENABLE"} for item in BCS],
        "members": [
            {"bc_id": bc, "user_id": user, "role": "ADMIN", "finance_role": "MANAGER", "relation_status": "BOUND",
             "read_at": NOW}
            for user in USERS
        ],
        "assets": [
            {**place, **partner.get(kind, {}), "asset_type": kind, "asset_id": item, "asset_name": f"Name {item}"}
            for kind, item in PLACES
        ],
        "grants": [
            {**grant, "user_id": ann, "asset_type": kind, "asset_id": item, "roles": best[kind]}
            for kind, item in PLACES
        ]
        + [
            {**grant, "user_id": USERS[1], "asset_type": "ADVERTISER", "asset_id": ads, "roles": ["ANALYST"]},
            {**grant, "user_id": USERS[1], "asset_type": "TT_ACCOUNT", "asset_id": "40001", "roles": ["POST"]},
        ],
        "groups": [{"bc_id": bc, "group_id": "g1"}],
        "group_assets": [{"group_id": "g1", "asset_id": ads}],
        "group_members": [
            {"group_id": "g1", "user_id": user, "role": "ADVERTISER_ROLE_OPERATOR"} for user in USERS[1:]
        ],
        "shares": [{**share, "asset_id": "30002", "role": "ADMIN"}],
        "links": [{"asset_type": "TT_ACCOUNT", "asset_id": "40001", "advertiser_id": ads}],
        "advertisers": [{"advertiser_id": ads, "status": "STATUS_ENABLE"}],
        "identities": [
            {"advertiser_id": ads, "identity_id": "i1", "identity_type": "BC_AUTH_TT", "display_name": "name 40001",
             "available_status": "AVAILABLE", "ads_only_mode": False, "is_gpppa": False, **flags},
        ],
        "spark": [{"advertiser_id": "30002", "ad_auth_status": "AUTHORIZED", "auth_end_time": "2027-01-01 00:00:00"}],
        "stores": [
            {"advertiser_id": ads, "store_id": "60001", "store_status": "ACTIVE", "exclusive_advertiser_id": ads,
             "exclusive_status": "EFFECTIVE"},
        ],
        "partners": [],
    }  # fmt: skip


BROKEN: dict[str, tuple[Any, ...]] = {
    "status": ("REVIEWING", "PUNISH", "STATUS_LIMIT", None),
    "role": ("STANDARD", "ANALYST", None, "ODD"),
    "finance_role": ("ANALYST", None),
    "relation_status": ("PENDING", "UNBOUND", "ODD", None),
    "relation_type": ("OWNER_PARTNER", None),
    "advertiser_status": ("STATUS_FROZEN", "STATUS_LIMIT", None),
    "roles": (["ANALYST"], ["POST"], ["MANAGER"], ["BUSINESS_ACCOUNT_OPERATOR"], ["AD_PROMOTE"], []),
    "bc_id": (BCS[1],),
    "advertiser_id": ("30002",),
    "exclusive_advertiser_id": ("30002", None),
    "exclusive_status": ("INEFFECTIVE",),
    "store_status": ("INACTIVE", None),
    "available_status": ("SCOPE_UNAVAILABLE", None),
    "can_push_video": (False, None),
    "can_use_live_ads": (False, None),
    "can_manage_message": (False, None),
    "ads_only_mode": (True, None),
    "is_gpppa": (True,),
    "ad_auth_status": ("CANCELLED", None),
    "auth_end_time": ("2026-11-01 00:00:00", None),
    "share_type": ("SHARING",),
}


@st.composite
def damaged(draw: st.DrawFn) -> Tables:
    """Return the working snapshot with a few rows lost, fields changed or reads failed."""
    given = working()
    for _ in range(draw(st.integers(0, 5))):
        table = draw(st.sampled_from(sorted(name for name, found in given.items() if found)))
        index = draw(st.integers(0, len(given[table]) - 1))
        row = given[table][index]
        fields = sorted(set(row) & set(BROKEN))
        if not fields or draw(of(True, False, False, False)):
            del given[table][index]
            continue
        field = draw(st.sampled_from(fields))
        row[field] = draw(st.sampled_from(BROKEN[field]))
    given["unread"] = draw(rows(most=2, table=of(*GAPS), scope=of(*SCOPES), reason=of("permission not granted")))

    return build(given)
