"""Requests that TikTok would refuse are recognised before they are sent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrant.tiktok.endpoints import operation, table
from regrant.tiktok.validate import RequestError, check, mistakes

BC = {"bc_id": "7000000000000000001"}


@pytest.mark.parametrize(
    ("name", "params", "said"),
    [
        ("bc.member.get", {}, "bc_id is missing"),
        ("bc.member.get", {"bc_id": "x1"}, 'bc_id must be digits, not "x1"'),
        ("bc.member.get", {**BC, "page_size": 50}, "page_size is 50, at most 20 is allowed"),
        ("bc.member.get", {**BC, "page": 0}, "page must be a whole number from 1"),
        ("bc.member.get", {**BC, "member_emails": []}, "it has no parameter member_emails"),
        ("bc.member.get", {**BC, "filtering": {"user_role": "OWNER"}}, 'filtering.user_role cannot be "OWNER"'),
        ("bc.member.get", {**BC, "filtering": "x"}, "filtering must be an object"),
        ("bc.asset.member.get", {**BC, "asset_type": "PIXEL", "asset_id": "1"}, 'asset_type cannot be "PIXEL"'),
        ("bc.member.invite", {**BC, "emails": [], "user_role": "ADMIN"}, "emails needs at least 1"),
        ("bc.member.invite", {**BC, "emails": ["a@b.c"] * 51, "user_role": "ADMIN"}, "at most 50 are allowed"),
        ("bc.member.invite", {**BC, "emails": ["not an address"], "user_role": "ADMIN"}, "must be an e-mail address"),
        ("bc.member.invite", {**BC, "emails": "a@b.c", "user_role": "ADMIN"}, "emails must be a list"),
        ("bc.member.delete", BC, "exactly one of user_id, user_email"),
        ("bc.member.delete", {**BC, "user_id": "1", "user_email": "a@b.c"}, "exactly one of"),
        ("advertiser.info", {"advertiser_ids": [str(n) for n in range(101)]}, "holds 101, at most 100"),
        ("advertiser.info", {"advertiser_ids": [5]}, "must be text"),
        ("bc.asset.account.authorization", {**BC, "is_ads_only_mode": "yes"}, "must be true or false"),
        ("changelog.get", {**BC, "filtering": {"start_date": "1.5.26"}}, "must look like 2026-11-30"),
        ("bc.member.update", {**BC, "user_id": "1", "user_name": "x" * 251}, "251 characters long, at most 250"),
    ],
)
def test_each_mistake_is_named(name: str, params: dict[str, Any], said: str) -> None:
    """The message names operation, parameter and what would fit."""
    with pytest.raises(RequestError) as caught:
        check(operation(name), params)
    assert said in str(caught.value)
    assert name in str(caught.value)


def test_secrets_are_not_repeated() -> None:
    """A wrong secret does not show in the message."""
    with pytest.raises(RequestError) as caught:
        check(operation("tt_video.info"), {"advertiser_id": "1", "auth_code": 12345})
    assert "12345" not in str(caught.value)


def test_values_of_one_source_only_pass() -> None:
    """What the gateway accepts though the pages do not list it can be sent."""
    params = {**BC, "user_id": "1", "asset_type": "PIXEL", "asset_id": "2"}
    check(operation("bc.asset.assign"), params)


@given(
    st.sampled_from(sorted(table().operations)),
    st.dictionaries(st.text(max_size=9), st.none() | st.integers() | st.text()),
)
def test_no_request_crashes_the_check(name: str, params: dict[str, Any]) -> None:
    """Whatever is given, the answer is a list of sentences."""
    assert all(isinstance(said, str) for said in mistakes(operation(name), params))
