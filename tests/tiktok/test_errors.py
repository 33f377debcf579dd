"""Code and message become causes; the message decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regrant.tiktok.endpoints import operation
from regrant.tiktok.errors import Cause, TikTokError, book, cause_of, trouble_of

C = Cause


@pytest.mark.parametrize(
    ("code", "message", "cause"),
    [
        (40001, "advertiser does not grant you /file/video/ad/search/:GET permission", C.SCOPE_MISSING),
        (40001, "No permission to operate advertiser 7000000000000000002", C.NO_ROLE_ON_ACCOUNT),
        (40002, "No permission to operate advertiser 7000000000000000002", C.NO_ROLE_ON_ACCOUNT),
        (40001, "The advertiser 7000000000000000002 doesn't exist or has been deleted.", C.ACCOUNT_GONE),
        (40001, "You don't have permission to operate this catalog:123.", C.NO_RIGHT_ON_ASSET),
        (40002, "You don't have permission to the asset(123)", C.NO_RIGHT_ON_ASSET),
        (40002, "Invalid value of 'pixel_code': related asset ID is missing", C.BAD_REQUEST),
        (40002, "asset_type: correct is MANAGED_BUSINESS_ACCOUNT, TT_ACCOUNT", C.WRONG_ASSET_KIND),
        (40002, "Missing required field(s): bc_id.", C.BAD_REQUEST),
        (40002, "Time format should be YYYY-MM-DD. Please try again.", C.BAD_REQUEST),
        (40001, "The account is punished", C.PUNISHED),
        (40001, "Only Admin can do this", C.NOT_ADMIN),
        (40001, "", C.NO_PERMISSION),
        (40003, "forbidden", C.NO_PERMISSION),
        (40104, "Access token is null, you should set it in http header with key Access-Token.", C.TOKEN_MISSING),
        (40105, "Access token is incorrect or has been revoked.", C.TOKEN_DEAD),
        (40102, "", C.TOKEN_DEAD),
        (40100, "App reaches the QPS limit.", C.BUSY_SECOND),
        (40100, "App reaches the QPM limit.", C.BUSY_MINUTE),
        (40100, "Due to too many requests, requests from App 7 are temporarily restricted.", C.BUSY_SECOND),
        (
            40133,
            "Advertiser (7)'s QPS (9) reaches QPS limit 9 for current path, request is temporarily restricted.",
            C.BUSY_ACCOUNT,
        ),
        (40016, "", C.BUSY_SECOND),
        (40130, "", C.SCOPE_MISSING),
        (40118, "", C.FEATURE_CLOSED),
        (41000, "", C.BARRED_COUNTRY),
        (50002, "", C.TIKTOK_FAULT),
        (51305, "Satellite service error", C.TIKTOK_FAULT),
        (51060, "BC_RPC_ERROR", C.TIKTOK_FAULT),
        (60001, "", C.MAINTENANCE),
        (61000, "", C.BLOCKED),
        (12345, "something new", C.REFUSED),
    ],
)
def test_known_refusals(code: int, message: str, cause: Cause) -> None:
    """Every form of the contract's sections 2 and 2.1 is told apart."""
    assert cause_of(code, message) is cause


def test_missing_permission_reads_as_not_checked() -> None:
    """The reason names the permission as TikTok's portal does."""
    trouble = trouble_of(
        operation("tt_video.list"), 40001, "advertiser does not grant you /tt_video/list/:GET permission", "R1"
    )
    path = "Creative Management > TikTok Posts Management > Authorize TikTok Posts"
    assert trouble.reason == f"not checked: permission {path} not granted"
    assert trouble.permission == path


def test_money_without_reason_is_the_finance_role() -> None:
    """A bare refusal about payments points to the finance role."""
    assert cause_of(40001, "No permission", operation("advertiser.balance.get")) is C.NO_FINANCE_ROLE


def test_sentence_holds_what_support_needs() -> None:
    """What, where, code, TikTok's words, request id and the mend stand in one message."""
    said = str(TikTokError(trouble_of(operation("bc.get"), 40105, "revoked.", "R1")))
    for part in ("bc.get", "code 40105", '"revoked."', "request id R1", "regrant connect"):
        assert part in said


def test_every_cause_has_its_sentences() -> None:
    """None is without meaning and mend."""
    assert set(book().causes) == set(Cause)


@given(st.integers(), st.text())
def test_every_refusal_has_a_cause(code: int, message: str) -> None:
    """No code and no text falls through."""
    assert cause_of(code, message) in Cause
