"""Reads about pixels, catalogs and lead forms (contract sections 6 and 10)."""

from __future__ import annotations

from regrant.sandbox import refusal
from regrant.sandbox.ask import Answer, Ask, Rows, matches, reads
from regrant.sandbox.view import recorded


@reads("/page/library/get/")
def form_libraries(ask: Ask) -> Answer:
    """List the lead form libraries of the Business Center."""
    rows = [
        {"library_id": held.asset_id, "library_name": ask.view.name_of(held)}
        for held in ask.center.assets
        if held.asset_type == "LEAD"
    ]

    return Rows(rows)


@reads("/bc/pixel/link/get/")
def pixel_links(ask: Ask) -> Answer:
    """List the ad accounts that a pixel is linked to; some pixels refuse even an Admin."""
    pixel = next((one for one in ask.world.pixels if one.pixel_code == ask.args["pixel_code"]), None)
    if pixel is None:
        raise refusal.field_wrong("pixel_code", "related asset ID is missing")
    if pixel.refused or ask.view.held(ask.args["bc_id"], "PIXEL", pixel.pixel_id) is None:
        raise refusal.not_your_asset(pixel.pixel_id)

    return Rows([{"advertiser_id": one} for one in pixel.linked])


@reads("/pixel/list/")
def pixels(ask: Ask) -> Answer:
    """List the pixels linked to an ad account."""
    args = ask.args
    rows = [
        {
            "pixel_id": one.pixel_id,
            "pixel_code": one.pixel_code,
            "pixel_name": one.pixel_name,
            "asset_ownership": {
                "asset_relation_status": one.relation_status,
                "ownership_status": one.owner_bc_id is not None,
                "owner_bc_id": one.owner_bc_id,
            },
        }
        for one in ask.world.pixels
        if args["advertiser_id"] in one.linked
        and args.get("code") in (None, one.pixel_code)
        and args.get("pixel_id") in (None, one.pixel_id)
        and matches(args.get("name"), one.pixel_name)
    ]

    return Rows(rows, "pixels")


@reads("/catalog/get/")
def catalogs(ask: Ask) -> Answer:
    """List the catalogs of the Business Center that the caller has a role on (an Admin: all)."""
    wanted = ask.args.get("catalog_id")
    rows = [
        {
            "catalog_id": held.asset_id,
            "catalog_name": ask.view.name_of(held),
            "catalog_type": "ECOM",
            "ad_creation_eligible": "AVAILABLE",
            "bc_info": {"bc_id": ask.center.bc_id, "bc_name": ask.center.name, "picture_url": ""},
        }
        for held in ask.center.assets
        if held.asset_type == "CATALOG" and wanted in (None, held.asset_id) and _catalog_open(ask, held.asset_id)
    ]

    return Rows(rows)


@reads("/catalog/overview/")
def catalog_counts(ask: Ask) -> Answer:
    """Tell how many products a catalog has; none where the world does not say."""
    _catalog(ask)
    found = recorded(ask.world, "/catalog/overview/", ask.args["catalog_id"])

    return found[0] if found else {"approved": 0, "processing": 0, "rejected": 0}


@reads("/catalog/eventsource_bind/get/")
def catalog_sources(ask: Ask) -> Answer:
    """List the event sources bound to a catalog."""
    _catalog(ask)
    return {"event_sources": recorded(ask.world, "/catalog/eventsource_bind/get/", ask.args["catalog_id"])}


def _catalog(ask: Ask) -> None:
    catalog_id = ask.args["catalog_id"]
    if not ask.view.held(ask.args["bc_id"], "CATALOG", catalog_id) or not _catalog_open(ask, catalog_id):
        raise refusal.not_your_catalog(catalog_id)


def _catalog_open(ask: Ask, catalog_id: str) -> bool:
    bc_id = ask.args["bc_id"]
    mine = ("CATALOG", catalog_id) in ask.view.usable(bc_id, ask.user_id)

    return mine or ask.view.is_admin(bc_id, ask.user_id)
