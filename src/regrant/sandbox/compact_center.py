"""From a tidy compact world to the parts of a Business Center: people, assets, grants, groups, partners, links, log."""

from __future__ import annotations

from regrant.sandbox.compact import PAPERS, Row, picked, time_of

KINDS = {
    "AD_ACCOUNT": "ADVERTISER",
    "TIKTOK_ACCOUNT": "TT_ACCOUNT",
    "SHOP": "TIKTOK_SHOP",
    "STORE": "TIKTOK_SHOP",
    "LEAD_FORM": "LEAD",
    "BUSINESS_ACCOUNT": "MANAGED_BUSINESS_ACCOUNT",
}
KNOWN_KINDS = ("ADVERTISER", "CATALOG", "TIKTOK_SHOP", "PIXEL", "LEAD", "TT_ACCOUNT", "MANAGED_BUSINESS_ACCOUNT")
_RELATIONS = {
    "ACTIVE": "BOUND", "APPROVED": "BOUND", "JOINED": "BOUND", "INVITED": "PENDING", "EXPIRED": "PENDING",
    "WAITING": "PENDING", "DECLINED": "REJECTED", "REMOVED": "UNBOUND", "LEFT": "UNBOUND", "CANCELED": "UNBOUND",
    "CANCELLED": "UNBOUND", "REVOKED": "UNBOUND",
}  # fmt: skip
_ACTIVITIES = {"MEMBER": "USER", "ADVERTISER": "ACCOUNT", "AD_ACCOUNT": "ACCOUNT", "BC": "BUSINESS"}
_STRANGER, _CALLER = "7200000000000999999", "7200000000000999998"


def with_people(compact: Row) -> Row:
    """Return the compact world with an address and, if joined, a user id for every member, and one login as `me`."""
    members = []
    for at, one in enumerate(compact.get("members", ())):
        state = relation(one) or ("BOUND" if one.get("user_id") else "PENDING")
        user_id = one.get("user_id") or (f"72000000000008{at:05}" if state == "BOUND" else None)
        email = one.get("email") or f"user{user_id or at}@sandbox.example"
        members.append({**one, "user_id": user_id, "email": email, "relation_status": state})
    joined = [one for one in members if one["relation_status"] == "BOUND"]
    admins = [one["user_id"] for one in joined if one.get("role") == "ADMIN"]
    told = compact.get("me") or ""
    named = next((one["user_id"] for one in joined if told and one["email"].lower() == told.lower()), None)
    me = named or (told if told.isdigit() else None) or next(iter([*admins, *(o["user_id"] for o in joined)]), _CALLER)

    return {**compact, "members": members, "me": me}


def logins(compact: Row) -> list[Row]:
    """Return the logins of everybody who has one; an unknown address in question is somebody outside."""
    found = {
        one["user_id"]: {"user_id": one["user_id"], "email": one["email"]}
        for one in compact["members"]
        if one["user_id"]
    }
    subject = str(compact.get("subject") or "")
    if "@" in subject and subject.lower() not in {one["email"].lower() for one in found.values()}:
        found[_STRANGER] = {"user_id": _STRANGER, "email": subject}
    found.setdefault(compact["me"], {"user_id": compact["me"], "email": "me@sandbox.example"})

    return list(found.values())


def center(compact: Row, bc_id: str) -> Row:
    """Return the Business Center."""
    bc, kinds = compact.get("bc", {}), kinds_of(compact)
    papers = compact.get("verification", {})
    own = picked(papers, PAPERS) if not papers.get("advertiser_id") else {}
    own.setdefault("verification_status", bc.get("verification_status") or "NOT_SUBMITTED")

    return {
        "bc_id": bc_id,
        "verification": own,
        **picked(bc, ("name", "company", "currency", "registered_area", "timezone", "status", "type")),
        "members": [_member(one) for one in compact["members"]],
        "assets": [_held(one) for one in assets(compact)],
        "grants": [*_grants(compact, kinds), *_own_shops(compact, kinds)],
        "groups": [_group(one) for one in compact.get("groups", ())],
        "partners": [{"bc_name": "", **one} for one in compact.get("partners", ())],
        "links": [one for one in compact.get("links", ()) if one["asset_id"] in kinds],
        "log": [_line(one) for one in compact.get("changelog", ())],
    }


def relation(one: Row) -> str | None:
    """Return how a member or asset stands to the Business Center, in TikTok's words."""
    state = str(one.get("relation_status") or "").upper()

    return _RELATIONS.get(state, state) or None


def assets(compact: Row) -> list[Row]:
    """Return the assets of known kinds, with TikTok's word for the kind."""
    rows = [{**one, "type": kind_of(one["type"])} for one in compact.get("assets", ())]

    return [one for one in rows if one["type"] in KNOWN_KINDS]


def kind_of(word: str) -> str:
    """Return TikTok's word for a kind of asset."""
    return KINDS.get(word.upper(), word.upper())


def kinds_of(compact: Row) -> dict[str, str]:
    """Return the kind of every asset by its id."""
    return {one["id"]: one["type"] for one in assets(compact)}


def _member(one: Row) -> Row:
    return picked(one, ("email", "user_id", "name", "role", "finance_role", "relation_status"))


def _held(one: Row) -> Row:
    row = picked(one, ("relation_type", "owner_bc_name", "handle", "region", "is_business_verified"))
    state = relation(one)
    names = {"asset_type": one["type"], "asset_id": one["id"], "asset_name": one.get("name") or ""}

    return {**names, **row, **({"relation_status": state} if state else {})}


def _line(one: Row) -> Row:
    kind = str(one.get("activity_type") or "ASSET").upper()
    kind = _ACTIVITIES.get(kind, kind if kind in ("USER", "ACCOUNT", "ASSET", "BUSINESS") else "ASSET")

    return {"time": time_of(one["time"]), "activity_type": kind, **picked(one, ("text", "operator_id"))}


def _group(one: Row) -> Row:
    people = [
        {
            "user_id": str(person.get("user_id") or person.get("member_id")),
            "role": _plain(person.get("role") or "ADMIN"),
        }
        if isinstance(person, dict)
        else {"user_id": str(person)}
        for person in one.get("members") or ()
    ]
    ids = [str(one["asset_id"]) if isinstance(one, dict) else str(one) for one in one.get("asset_ids") or ()]

    return {"group_id": one["group_id"], "name": one.get("name") or "", "asset_ids": ids, "members": people}


def _plain(role: str) -> str:
    return role.upper().removeprefix("ADVERTISER_ROLE_")


def _grants(compact: Row, kinds: dict[str, str]) -> list[Row]:
    rows = []
    people = {one[key] for one in compact["members"] for key in ("user_id", "email")} - {None}
    for one in compact.get("grants", ()):
        who = picked(one, ("user_id", "email"))
        if one["asset_id"] not in kinds or not people & set(who.values()):
            continue  # a grant that dangles opens nothing
        role = one.get("role") or []
        roles = [_plain(word) for word in (role if isinstance(role, list) else [role])]
        rows.append({"asset_type": kinds[one["asset_id"]], "asset_id": one["asset_id"], "roles": roles, **who})

    return rows


def _own_shops(compact: Row, kinds: dict[str, str]) -> list[Row]:
    """Return a grant for each shop whose row names the caller's own role, where the grants do not."""
    me = compact["me"]
    mine = {one["asset_id"] for one in compact.get("grants", ()) if one.get("user_id") == me}

    return [
        {"asset_type": "TIKTOK_SHOP", "asset_id": one["store_id"], "roles": [role], "user_id": me}
        for one in compact.get("stores", ())
        if (role := one.get("store_role") or "UNSET") != "UNSET"
        and kinds.get(one["store_id"]) == "TIKTOK_SHOP"
        and one["store_id"] not in mine
        and me in {member["user_id"] for member in compact["members"]}
    ]
