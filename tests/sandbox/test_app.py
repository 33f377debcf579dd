"""The consent page and the control paths."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.sandbox.wire import Start, Wire

BC, ANNA = "7100000000000000001", "7200000000000000001"
BACK = "http://127.0.0.1:9/back"
APP = {"app_id": "7000000000000000001", "secret": "sandbox-secret"}


def consent(wire: Wire, **query: Any) -> httpx.Response:
    """Open the consent page with the usual app and the way back."""
    base = {"app_id": "7000000000000000001", "redirect_uri": BACK, "state": "s1"}

    return wire.client.get(wire.running.portal, params={**base, **query})


def test_consent_gives_a_code_that_works_once(wire: Wire) -> None:
    """Saying yes leads back with code and state; the code buys one token; the token dies when revoked."""
    answer = consent(wire, **{"as": ANNA})
    query = {key: one[0] for key, one in parse_qs(urlsplit(answer.headers["location"]).query).items()}
    bought = wire.post("/oauth2/access_token/", token=None, **APP, auth_code=query["auth_code"])
    token = bought["data"]["access_token"]

    assert query["state"] == "s1"
    assert wire.get("/user/info/", token=token)["data"]["core_user_id"] == ANNA
    assert len(bought["data"]["advertiser_ids"]) == 2
    assert wire.post("/oauth2/access_token/", token=None, **APP, auth_code=query["auth_code"])["code"] == 40110
    assert wire.post("/oauth2/revoke_token/", token=None, **APP, access_token=token)["code"] == 0
    assert wire.get("/user/info/", token=token)["code"] == 40105


def test_the_wrong_secret_is_told(wire: Wire) -> None:
    """An app with a wrong secret gets 40101."""
    args = {**APP, "secret": "wrong", "auth_code": "x"}

    assert wire.post("/oauth2/access_token/", token=None, **args)["code"] == 40101


def test_consent_can_be_chosen_refused_and_misused(wire: Wire) -> None:
    """The page lists who may say yes; no leads back with an error; foreign ways back and unknown apps are refused."""
    assert "anna@orchard.example" in consent(wire).text
    assert "error=access_denied" in consent(wire, deny="1").headers["location"]
    assert consent(wire, redirect_uri="https://evil.example/").status_code == 400
    assert consent(wire, app_id="unknown").status_code == 400


def test_faults_are_armed_and_disarmed_while_it_runs(wire: Wire) -> None:
    """The control path arms faults, counts them, and disarms them; nonsense is refused."""
    control = f"{wire.running.url}/_sandbox/faults"
    wire.client.post(control, json=[{"kind": "code", "on": "/user/info/", "code": 60001}]).raise_for_status()

    assert wire.get("/user/info/")["code"] == 60001
    assert wire.client.get(control).json()[0]["hit"] == 1
    assert wire.client.post(control, json={"kind": "explode"}).status_code == 400
    assert wire.client.delete(control).json() == []
    assert wire.get("/user/info/")["code"] == 0


def test_calls_are_kept_for_counting(wire: Wire) -> None:
    """Every call is listed with its code and request id, secrets hidden, until forgotten."""
    control = f"{wire.running.url}/_sandbox/calls"
    found = wire.get("/user/info/")
    wire.get("/oauth2/advertiser/get/", **APP)
    calls = wire.client.get(control).json()

    assert [(one["path"], one["code"]) for one in calls] == [("/user/info/", 0), ("/oauth2/advertiser/get/", 0)]
    assert calls[0]["request_id"] == found["request_id"]
    assert calls[1]["parameters"]["secret"] == "***"
    assert wire.client.delete(control).json() == []


def test_a_world_is_shown_and_replaced(wire: Wire) -> None:
    """The present world comes back as JSON, another takes its place, and a broken one is refused."""
    control = f"{wire.running.url}/_sandbox/world"
    world = wire.client.get(control).json()
    world["name"] = "another"

    assert wire.client.post(control, json=world).json()["name"] == "another"
    assert wire.client.post(control, json={"name": "broken"}).status_code == 400
    assert wire.running.world.name == "another"


def test_people_act_from_outside(start: Start) -> None:
    """Steps that no endpoint has are done by people; one that does not fit is refused."""
    wire = start("request_pending")
    control, ask = f"{wire.running.url}/_sandbox/people", {"bc_id": BC, "asset_type": "ADVERTISER"}

    def status() -> Any:
        rows = wire.get("/bc/asset/admin/get/", **ask, filtering={"keyword": "Meridian"})["data"]["list"]
        return rows[0]["relation_status"]

    for do, after in (("approve_request", "BOUND"), ("cut_access", "UNBOUND")):
        step = {"do": do, "what": "7300000000000000003"}
        assert wire.client.post(control, json=step).status_code == 200
        assert status() == after
    assert wire.client.post(control, json={"do": "accept_invite", "what": "x@y.example"}).status_code == 400
    assert wire.client.post(control, json={"do": "dance"}).status_code == 400


def test_other_hosts_are_refused(wire: Wire) -> None:
    """A page of another host cannot reach the server through a name of its own."""
    headers = {"Host": "evil.example", "Access-Token": "sandbox-token"}
    paths = ("/open_api/v1.3/user/info/", "/_sandbox/world", "/_sandbox/faults", "/_sandbox/calls")

    assert {wire.client.get(wire.running.url + one, headers=headers).status_code for one in paths} == {403}
