"""The REST interface."""

from __future__ import annotations

from tests.web.browsing import Browser


def test_diagnose_keeps_nothing(browser: Browser) -> None:
    """`POST /api/diagnose` answers from what is sent, and leaves no case behind."""
    answer = browser.client.post("/api/diagnose", json={"text": "the code says expired", "answers": {}})

    assert answer.status_code == 200
    assert answer.json()["problems"][0]["id"] == "spark_code"
    assert browser.client.get("/api/cases").json() == {"cases": []}


def test_a_case_by_program(browser: Browser) -> None:
    """A case can be begun, answered, looked at and deleted; an answer to an old version is refused."""
    case = browser.client.post("/api/cases", json={"problem": "assets_missing"}).json()
    asked = case["diagnosis"]["next"]
    said = {"finding": asked["id"], "value": asked["answers"][0]["id"], "version": case["version"]}
    path = f"/api/cases/{case['id']}"

    after = browser.client.post(f"{path}/evidence", json=said).json()
    assert after["version"] == case["version"] + 1
    assert browser.client.post(f"{path}/evidence", json=said).status_code == 409
    assert browser.client.delete(f"{path}/evidence/{asked['id']}").json()["version"] == case["version"] + 2
    assert browser.client.delete(path).status_code == 204
    assert browser.client.get(path).status_code == 404


def test_described(browser: Browser) -> None:
    """The description names every address of the interface and needs nothing from elsewhere."""
    found = browser.client.get("/api/schema/openapi.json").json()

    assert {"/api/diagnose", "/api/cases", "/api/cases/{case_id}"} <= set(found["paths"])
    assert not [path for path in found["paths"] if not path.startswith("/api/")]


def test_wrong_input_is_named(browser: Browser) -> None:
    """What is wrong is said with the nearest right id, as problem details."""
    answer = browser.client.post("/api/diagnose", json={"problem": "spark_cod"})

    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert "spark_code" in answer.json()["detail"]
