"""Trouble on demand, over real HTTP."""

from __future__ import annotations

import time
from typing import Any, Literal

import httpx
import pytest

from regrant.sandbox.shapes import Fault
from regrant.sandbox.table import code_messages
from tests.sandbox.wire import Wire

BC, BEN = "7100000000000000001", "7200000000000000002"
US, UK = "7300000000000000001", "7300000000000000002"
ASSIGN = {"bc_id": BC, "user_id": BEN, "asset_type": "ADVERTISER", "asset_id": UK, "advertiser_role": "ANALYST"}


@pytest.mark.parametrize("code", sorted(code_messages()))
def test_every_documented_code_can_be_had(shared: Wire, code: int) -> None:
    """A code fault answers with that code, its usual message and empty data, and HTTP 200."""
    shared.running.fault(Fault(kind="code", on="/user/info/", code=code, times=1))
    found = shared.get("/user/info/")

    assert (found["code"], found["message"], found["data"]) == (code, code_messages()[code], {})


def test_a_fault_hits_the_calls_it_names(wire: Wire) -> None:
    """The first `skip` calls pass, the next `times` are hit, then all is well; other paths are never hit."""
    wire.running.fault(Fault(kind="code", on="/bc/*", code=40016, skip=1, times=2))
    codes = [wire.get("/bc/get/")["code"] for _ in range(4)]

    assert codes == [0, 40016, 40016, 0]
    assert wire.get("/user/info/")["code"] == 0


def test_a_message_of_its_own(wire: Wire) -> None:
    """A fault may carry its own message, for the codes that have several meanings."""
    text = "Due to too many requests, requests from App 1 are temporarily restricted."
    wire.running.fault(Fault(kind="code", code=40100, message=text))

    assert wire.get("/user/info/")["message"] == text


@pytest.mark.parametrize(("status", "words"), [(502, "Bad Gateway"), (429, "Too Many Requests")])
def test_the_gateway_answers_in_html(wire: Wire, status: int, words: str) -> None:
    """A gateway fault is an HTTP error with a page in HTML."""
    wire.running.fault(Fault(kind="http", status=status))
    found = wire.raw("GET", "/user/info/")

    assert (found.status_code, found.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert words in found.text


def test_slow_answers_wait(wire: Wire) -> None:
    """A slow answer comes late, and whole."""
    wire.running.fault(Fault(kind="slow", seconds=0.2))
    start = time.monotonic()

    assert wire.get("/user/info/")["code"] == 0
    assert time.monotonic() - start >= 0.2


def test_a_cut_answer_to_a_write_has_taken_effect(wire: Wire) -> None:
    """An answer that breaks off in the middle leaves the write done."""
    wire.running.fault(Fault(kind="cut", on="/bc/asset/assign/", times=1))
    with pytest.raises(httpx.RemoteProtocolError):
        wire.post("/bc/asset/assign/", **ASSIGN)

    assert _assets_of_ben(wire) == [US, UK]


@pytest.mark.parametrize(("acts", "there"), [(True, [US, UK]), (False, [US])])
def test_an_error_may_hide_a_write_that_happened(wire: Wire, acts: bool, there: Any) -> None:
    """A timeout answered to a write says nothing of whether it took effect."""
    wire.running.fault(Fault(kind="code", on="/bc/asset/assign/", code=51010, acts=acts))

    assert wire.post("/bc/asset/assign/", **ASSIGN)["code"] == 51010
    assert _assets_of_ben(wire) == there


def test_read_back_lags_for_some_reads(wire: Wire) -> None:
    """After a write, the lagging endpoint shows the old world for as many reads as the fault says."""
    wire.running.fault(Fault(kind="lag", on="/bc/asset/get/", reads=2))
    assert wire.post("/bc/asset/assign/", **ASSIGN)["code"] == 0

    assert [_assets_of_ben(wire) for _ in range(3)] == [[US], [US], [US, UK]]


def test_read_back_lags_for_some_time(wire: Wire) -> None:
    """A lag may also be a span of time."""
    wire.running.fault(Fault(kind="lag", on="/bc/asset/get/", seconds=0.3))
    assert wire.post("/bc/asset/assign/", **ASSIGN)["code"] == 0
    assert _assets_of_ben(wire) == [US]
    time.sleep(0.35)
    assert _assets_of_ben(wire) == [US, UK]


def test_a_write_may_answer_ok_and_do_nothing(wire: Wire) -> None:
    """An ignored write answers ok; only a read-back tells."""
    wire.running.fault(Fault(kind="ignore", on="/bc/asset/assign/"))

    assert wire.post("/bc/asset/assign/", **ASSIGN)["code"] == 0
    assert _assets_of_ben(wire) == [US]


def test_the_same_write_twice_is_a_duplicate(wire: Wire) -> None:
    """The same body sent again is 40050 while the fault is on; another body is not."""
    wire.running.fault(Fault(kind="duplicate", on="/bc/asset/assign/"))

    assert wire.post("/bc/asset/assign/", **ASSIGN)["code"] == 0
    assert wire.post("/bc/asset/assign/", **ASSIGN)["code"] == 40050
    assert wire.post("/bc/asset/assign/", **{**ASSIGN, "advertiser_role": "ADMIN"})["code"] == 0


def test_one_id_poisons_a_batch(wire: Wire) -> None:
    """A poisoned id fails every batch it is in, and no other."""
    wire.running.fault(Fault(kind="poison", on="/advertiser/info/", ids=(UK,)))

    assert wire.get("/advertiser/info/", advertiser_ids=[US, UK])["code"] == 40001
    assert wire.get("/advertiser/info/", advertiser_ids=[US])["code"] == 0


def test_odd_forms(wire: Wire) -> None:
    """Ids come as numbers, page_info all zero beside a full list, roles as a list, and words that nobody knows."""
    wire.running.fault(
        Fault(kind="ids_as_numbers"),
        Fault(kind="zero_page_info"),
        Fault(kind="ext_user_role", form="list"),
        Fault(kind="replace", values={"relation_status": "HIBERNATING", "user_email": None}),
    )
    data = wire.get("/bc/member/get/", bc_id=BC)["data"]
    row = data["list"][0]

    assert data["page_info"] == {"page": 0, "page_size": 0, "total_number": 0, "total_page": 0}
    assert (row["user_id"], row["relation_status"], row["user_email"]) == (7200000000000000001, "HIBERNATING", None)
    assert row["ext_user_role"] == [{"finance_role": "MANAGER"}]


@pytest.mark.parametrize(("form", "there"), [("absent", False), ("null", True)])
def test_the_finance_role_may_be_missing(wire: Wire, form: Literal["absent", "null"], there: Any) -> None:
    """ext_user_role can be absent or null."""
    wire.running.fault(Fault(kind="ext_user_role", form=form))
    row = wire.get("/bc/get/")["data"]["list"][0]

    assert ("ext_user_role" in row) is there
    assert row.get("ext_user_role") is None


def _assets_of_ben(wire: Wire) -> list[str]:
    found = wire.get("/bc/asset/get/", bc_id=BC, asset_type="ADVERTISER", filtering={"user_id": BEN})

    return [row["asset_id"] for row in found["data"]["list"]]
