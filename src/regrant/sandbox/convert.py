"""
From the compact form of a world, as scenarios carry it, to the sandbox's own form.

`python -m regrant.sandbox.convert SCENARIOS.jsonl OUTDIR` writes one world for each scenario that has one. Both forms
are described in the README. Keys that are not known are named and passed over, so that a richer form still converts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
import msgspec

from regrant.sandbox.shapes import World
from regrant.sandbox.world import WorldError, parse_world

Row = dict[str, Any]
TOKEN = "sandbox-token"  # noqa: S105
KNOWN = {
    "now", "bc", "members", "assets", "grants", "groups", "partners", "shares", "links", "spark", "stores", "pixels",
    "identities", "verification", "changelog", "me", "subject", "target_asset",
}  # fmt: skip
IDENTITY = (
    "identity_id", "identity_type", "display_name", "username", "available_status", "can_pull_video", "can_push_video",
    "can_use_live_ads", "can_manage_message", "ads_only_mode", "is_gpppa",
)  # fmt: skip
SPARK = ("item_type", "text", "post_status", "ad_auth_status", "tiktok_name", "identity_id")
SHOP = (
    "store_name", "store_code", "store_status", "catalog_id", "is_gmv_max_available", "is_owner_bc",
    "targeting_region_codes", "identity_unavailable_reason",
)  # fmt: skip


def convert_scenario(scenario: Row, causes: dict[str, str] | None = None) -> World:
    """
    Return the world of a scenario (`id`, `opening`, `lang`, `truth`, `world`).

    *causes* maps the scenario's own cause ids to ours; without an entry `expected_cause` stays open. The
    scenario's id of the cause is kept as `reference`. Raise `WorldError` if the result has mistakes.
    """
    found = (scenario.get("truth") or {}).get("cause")
    more = {
        "name": scenario["id"],
        "about": f"Scenario {scenario['id']} ({scenario.get('problem', 'no problem named')})",
        "reference": found,
        "expected_cause": (causes or {}).get(found or ""),
    }
    words = {"words": scenario.get("opening"), "lang": scenario.get("lang")}

    return convert_world(scenario["world"], more, words)


def convert_world(compact: Row, more: Row, words: Row | None = None) -> World:
    """Return the world of the compact form; *more* gives its name and the like, *words* parts of the question."""
    bc = compact.get("bc") or {}
    bc_id = str(bc.get("id", "7100000000000000001"))
    world: Row = {
        "now": _time(compact["now"]),
        "question": {"who": compact.get("subject"), "asset": compact.get("target_asset"), **(words or {})},
        **_people(compact),
        "business_centers": [_center(compact, bc, bc_id)],
        "shares": [_share(compact, one, bc_id) for one in compact.get("shares") or ()],
        "ad_accounts": _accounts(compact, bc_id),
        "tiktok_accounts": _tiktoks(compact),
        "spark_codes": _sparks(compact),
        "shops": _shops(compact, bc_id),
        "pixels": _pixels(compact, bc_id),
        **more,
    }

    return parse_world(json.dumps(world), str(more.get("name", "world")))


def unknown_keys(compact: Row) -> list[str]:
    """Return the keys of a compact world that mean nothing here."""
    return sorted(set(compact) - KNOWN)


def _people(compact: Row) -> Row:
    joined = [one for one in compact.get("members") or () if one.get("user_id")]
    logins = {one["user_id"]: {"user_id": one["user_id"], "email": one["email"]} for one in joined}
    subject = str(compact.get("subject") or "")
    if "@" in subject and subject not in {one["email"] for one in logins.values()}:
        stranger = "7200000000000999999"
        logins[stranger] = {"user_id": stranger, "email": subject}
    bound = [one for one in joined if one.get("relation_status", "BOUND") == "BOUND"]
    admins = [one["user_id"] for one in bound if one.get("role") == "ADMIN"]
    me = compact.get("me") or next(iter([*admins, *logins]), "7200000000000999998")
    logins.setdefault(me, {"user_id": me, "email": "me@sandbox.example"})
    tokens = [{"token": TOKEN, "user_id": me}]
    tokens += [{"token": f"{TOKEN}-{one}", "user_id": one} for one in logins if one != me]

    return {"logins": list(logins.values()), "tokens": tokens}


def _center(compact: Row, bc: Row, bc_id: str) -> Row:
    papers = {key: one for key, one in (compact.get("verification") or {}).items() if key in PAPERS}
    papers.setdefault("verification_status", bc.get("verification_status", "NOT_SUBMITTED"))

    return {
        "bc_id": bc_id,
        "verification": papers,
        **_picked(bc, ("name", "company", "currency", "registered_area", "timezone", "status", "type")),
        "members": [_member(one) for one in compact.get("members") or ()],
        "assets": [_held(one) for one in compact.get("assets") or ()],
        "grants": [*_grants(compact), *_own_shops(compact)],
        "groups": [_group(one) for one in compact.get("groups") or ()],
        "partners": [_picked(one, ("bc_id", "bc_name")) for one in compact.get("partners") or ()],
        "links": [_picked(one, ("asset_id", "advertiser_id")) for one in _links(compact)],
        "log": [_line(one) for one in compact.get("changelog") or ()],
    }


PAPERS = ("verification_status", "rejection_reason", "qualification_id", "audit_time")


def _member(one: Row) -> Row:
    return _picked(one, ("email", "user_id", "name", "role", "finance_role", "relation_status"))


def _held(one: Row) -> Row:
    row = _picked(
        one, ("relation_type", "relation_status", "owner_bc_name", "handle", "region", "is_business_verified")
    )

    return {"asset_type": one["type"], "asset_id": one["id"], "asset_name": one.get("name", ""), **row}


def _line(one: Row) -> Row:
    row = _picked(one, ("activity_type", "text", "operator_id"))

    return {"time": _time(one["time"]), **row}


def _group(one: Row) -> Row:
    people = [
        {"user_id": person.get("user_id") or person["member_id"], "role": person.get("role", "ADMIN")}
        for person in one.get("members") or ()
    ]
    assets = one.get("asset_ids") or one.get("assets") or ()
    ids = [asset["asset_id"] if isinstance(asset, dict) else asset for asset in assets]

    return {"group_id": one["group_id"], "name": one.get("name", ""), "asset_ids": ids, "members": people}


def _grants(compact: Row) -> list[Row]:
    kinds = _kinds(compact)
    rows = []
    people = {one.get(key) for one in compact.get("members") or () for key in ("user_id", "email")} - {None}
    for one in compact.get("grants") or ():
        if one["asset_id"] not in kinds or not people & {one.get("user_id"), one.get("email")}:
            continue  # a grant that dangles opens nothing
        role = one["role"]
        who = {key: one[key] for key in ("user_id", "email") if one.get(key)}
        roles = role if isinstance(role, list) else [role]
        rows.append({"asset_type": kinds[one["asset_id"]], "asset_id": one["asset_id"], "roles": roles, **who})

    return rows


def _own_shops(compact: Row) -> list[Row]:
    """Return a grant for each shop whose row names the caller's own role, where the grants do not."""
    mine = {one["asset_id"] for one in compact.get("grants") or () if one.get("user_id") == compact.get("me")}
    kinds = _kinds(compact)

    return [
        {"asset_type": "TIKTOK_SHOP", "asset_id": one["store_id"], "roles": [role], "user_id": compact["me"]}
        for one in compact.get("stores") or ()
        if (role := one.get("store_role") or "UNSET") != "UNSET"
        and one["store_id"] in kinds
        and one["store_id"] not in mine
        and compact.get("me")
    ]


def _kinds(compact: Row) -> dict[str, str]:
    return {one["id"]: one["type"] for one in compact.get("assets") or ()}


def _links(compact: Row) -> list[Row]:
    kinds = _kinds(compact)

    return [one for one in compact.get("links") or () if one["asset_id"] in kinds]


def _share(compact: Row, one: Row, bc_id: str) -> Row:
    partner = one["partner_bc_id"]
    ends = (partner, bc_id) if one.get("share_type", "SHARED") == "SHARED" else (bc_id, partner)

    return {
        "from_bc_id": ends[0],
        "to_bc_id": ends[1],
        "asset_type": one.get("asset_type") or _kinds(compact).get(one["asset_id"], "ADVERTISER"),
        "asset_id": one["asset_id"],
        **_picked(one, ("role", "approval")),
    }


def _accounts(compact: Row, bc_id: str) -> list[Row]:
    found: dict[str, Row] = {}
    for one in compact.get("assets") or ():
        if one["type"] == "ADVERTISER":
            ours = one.get("relation_type", "OWNER_BC") == "OWNER_BC"
            row = _picked(one, ("status", "rejection_reason", "company", "country", "currency"))
            name = one.get("name", "")
            found[one["id"]] = {"advertiser_id": one["id"], "name": name, **row, "owner_bc_id": bc_id if ours else None}
    for advertiser_id, name in _mentioned(compact):
        found.setdefault(advertiser_id, {"advertiser_id": advertiser_id, "name": name})
    for one in compact.get("identities") or ():
        if one.get("advertiser_id") in found:
            identity = {"identity_id": f"id-{one['advertiser_id']}", **_picked(one, IDENTITY)}
            found[one["advertiser_id"]].setdefault("identities", []).append(identity)
    papers = compact.get("verification") or {}
    if papers.get("advertiser_id") in found:
        found[papers["advertiser_id"]]["verification"] = _picked(papers, PAPERS)

    return list(found.values())


def _mentioned(compact: Row) -> Iterable[tuple[str, str]]:
    """Yield ad accounts that codes, shops or identities speak of, which may lie outside of the Business Center."""
    for one in compact.get("spark") or ():
        if one.get("advertiser_id"):
            yield one["advertiser_id"], ""
    for one in compact.get("stores") or ():
        holder = one.get("exclusive_authorized_advertiser_info") or {}
        if holder.get("advertiser_id"):
            yield holder["advertiser_id"], holder.get("advertiser_name") or ""
    for one in compact.get("identities") or ():
        if one.get("advertiser_id"):
            yield one["advertiser_id"], ""


def _tiktoks(compact: Row) -> list[Row]:
    rows = []
    for one in compact.get("assets") or ():
        if one["type"] == "TT_ACCOUNT":
            name = one.get("name", "")
            identity = {"identity_id": f"bc-{one['id']}", "display_name": name, "username": name}
            rows.append(
                {"tt_account_id": one["id"], "handle": name, "identity": {**identity, **_picked(one, IDENTITY)}}
            )

    return rows


def _sparks(compact: Row) -> list[Row]:
    found: dict[str, Row] = {}
    for one in compact.get("spark") or ():
        code, item_id = one.get("code") or f"#{one.get('item_id')}", one.get("item_id") or "7500000000000000001"
        times = {key: _time(one.get(key) or compact["now"]) for key in ("auth_start_time", "auth_end_time")}
        fresh = {"auth_code": code, "item_id": item_id, **times, **_picked(one, SPARK), "applied_to": []}
        row = found.setdefault(code, fresh)
        if one.get("advertiser_id"):
            row["applied_to"].append(one["advertiser_id"])

    return list(found.values())


def _shops(compact: Row, bc_id: str) -> list[Row]:
    kinds = _kinds(compact)
    rows = [{"store_id": one["store_id"], **_shop(one, bc_id, kinds)} for one in compact.get("stores") or ()]
    told = {row["store_id"] for row in rows}
    for one in compact.get("assets") or ():
        if one["type"] == "TIKTOK_SHOP" and one["id"] not in told:
            ours = one.get("relation_status", "BOUND") == "BOUND"
            row = {"store_id": one["id"], "store_name": one.get("name", "")}
            rows.append({**row, "authorized_bc_id": bc_id if ours else None})

    return rows


def _shop(one: Row, bc_id: str, kinds: dict[str, str]) -> Row:
    row = {"store_name": "", **_picked(one, SHOP)}
    row["authorized_bc_id"] = one.get("store_authorized_bc_id", one.get("authorized_bc_id", bc_id))
    holder = one.get("exclusive_authorized_advertiser_info") or {}
    if holder.get("advertiser_id"):
        row["exclusive"] = {"advertiser_id": holder["advertiser_id"], **_picked(one, ("authorization_status",))}
    if one["store_id"] not in kinds:
        row["listed_for"] = [asset_id for asset_id, kind in kinds.items() if kind == "ADVERTISER"]

    return row


def _pixels(compact: Row, bc_id: str) -> list[Row]:
    told = {one["pixel_id"]: one for one in compact.get("pixels") or ()}
    rows = []
    for one in compact.get("assets") or ():
        if one["type"] == "PIXEL":
            more = told.get(one["id"], {})
            code = more.get("pixel_code") or one.get("pixel_code") or f"C{one['id'][-12:]}"
            row = {"pixel_id": one["id"], "pixel_code": code, "pixel_name": one.get("name", "")}
            rows.append({**row, "owner_bc_id": bc_id, "linked": more.get("linked", [])})

    return rows


def _picked(row: Row, keys: Iterable[str]) -> Row:
    return {key: row[key] for key in keys if row.get(key) is not None}


def _time(text: str) -> str:
    plain = text.replace("T", " ").removesuffix("Z")

    return f"{plain}:00" if plain.count(":") == 1 else plain


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("scenarios", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("outdir", type=click.Path(file_okay=False, path_type=Path))
@click.option("--causes", type=click.Path(exists=True, path_type=Path), help="JSON: the scenarios' cause ids to ours.")
def main(scenarios: Path, outdir: Path, causes: Path | None) -> None:
    """Write a world into OUTDIR for each line of SCENARIOS (JSON Lines) that has the key "world"."""
    known = json.loads(causes.read_text(encoding="utf-8")) if causes else {}
    outdir.mkdir(parents=True, exist_ok=True)
    failed = 0
    for number, line in enumerate(scenarios.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            failed += not _one(f"{scenarios}:{number}", line, outdir, lambda row: convert_scenario(row, known))
    if failed:
        raise SystemExit(1)


def _one(place: str, line: str, outdir: Path, convert: Callable[[Row], World]) -> bool:
    try:
        scenario = json.loads(line)
        if not scenario.get("world"):
            return True
        world = convert(scenario)
    except WorldError as error:
        click.echo(f"{place}: the world has mistakes.\n{error}", err=True)
        return False
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        click.echo(f"{place}: this is not a scenario with a compact world ({error!r}); see the README.", err=True)
        return False
    for key in unknown_keys(scenario["world"]):
        click.echo(f'{place}: the key "{key}" is not known and was passed over.', err=True)
    target = outdir / f"{world.name}.json"
    target.write_bytes(msgspec.json.format(msgspec.json.encode(world), indent=2) + b"\n")
    click.echo(str(target))

    return True


if __name__ == "__main__":
    main()
