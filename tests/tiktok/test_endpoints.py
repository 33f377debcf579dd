"""The table of operations: complete, consistent, and nothing in it that must never be called."""

from __future__ import annotations

import re

import pytest

from regrant.tiktok.endpoints import Operation, UnknownOperationError, operation, table

OPERATIONS = list(table().operations.values())


@pytest.mark.parametrize("item", OPERATIONS, ids=lambda item: str(item.id))
def test_every_operation_is_well_formed(item: Operation) -> None:
    """Path with slashes, id made from the path, writes are POST, paging within limits, permission known."""
    assert re.fullmatch(r"/[a-z_0-9/]+/", item.path)
    assert item.id == item.path.strip("/").replace("/", ".")
    assert (item.effect == "reads") == (item.method == "GET")
    assert item.paging is None or item.paging.default <= item.paging.max <= 100
    assert item.permission is not None or item.id in ("user.info", "oauth2.access_token", "oauth2.revoke_token")
    assert item.paging is None or item.result
    assert set(item.one_of) <= set(item.send)


def test_what_is_kept_out_cannot_be_called() -> None:
    """Moving money, closing accounts and the like are not in the table, and each says why."""
    assert not {item.path for item in OPERATIONS} & table().never.keys()
    assert all(table().never.values())


def test_the_writes_are_the_reversible_repairs() -> None:
    """No other write than these exists for the client."""
    assert {item.id for item in OPERATIONS if item.effect == "writes"} == {
        *("bc.member.invite", "bc.member.update", "bc.member.delete", "bc.asset.assign", "bc.asset.unassign"),
        *("bc.asset.advertiser.assign", "bc.asset.advertiser.unassign", "bc.pixel.link.update", "bc.partner.add"),
        *("tt_video.authorize", "oauth2.revoke_token"),
    }


def test_unknown_operation_names_the_nearest() -> None:
    """A slip in a name is answered with the right one."""
    with pytest.raises(UnknownOperationError, match=r'did you mean "bc.member.get"'):
        operation("bc.members.get")


def test_page_sizes_of_the_contract() -> None:
    """The limits that differ from 50."""
    sizes = {item.id: item.paging.max for item in OPERATIONS if item.paging and item.paging.max != 50}
    assert sizes == {
        "bc.member.get": 20,
        "bc.asset.member.get": 20,
        "pixel.list": 20,
        "identity.get": 100,
        "catalog.get": 100,
        "bc.advertiser.qualification.get": 100,
    }


def test_asset_types_of_the_contract() -> None:
    """Who can use one asset can be asked for four kinds only."""
    kinds = operation("bc.asset.member.get").send["asset_type"].values
    assert kinds == ("ADVERTISER", "CATALOG", "LEAD", "MANAGED_BUSINESS_ACCOUNT")
