"""Hostile input in every field: nothing breaks, and nothing comes back as markup."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.core.result import Ok

from tests.serving import Served
from tests.web.visitor import Visitor

HOSTILE = (
    "<script>alert(1)</script>",
    "'\"><img src=x onerror=alert(1)>",
    "{{7*7}}{% raise %}",
    "\x00\x01\x1a\x7f",
    "\u202e\ufeff\U000e0001",
    "%0d%0aSet-Cookie: x=y",
    "../../../../etc/passwd",
    "'; DROP TABLE cases; --",
    "9" * 400,
    "x" * 20_000,
    "-1",
)
FORMS = {
    "/cases": ("words", "problem"),
    "/suggest": ("words",),
    "/cases/{case}/answers": ("finding", "value", "seen"),
    "/cases/{case}/take-back": ("finding", "seen"),
    "/cases/{case}/ticks": ("fix", "done"),
    "/cases/{case}/end": ("ending",),
    "/cases/{case}/share": ("words",),
    "/sign-in/password": ("name", "password", "next"),
}
RIGHT = {"finding": "invite_stage", "value": "unknown", "seen": "1", "fix": "reinvite_clean", "done": "1"}


@pytest.mark.parametrize("path", FORMS)
def test_every_field(path: str, served: Served) -> None:
    """No value of any field of any form makes the server fail or speak markup."""
    visitor = Visitor(served.url)
    case, first = visitor.begin("the invitation never arrives"), visitor.field("csrf")
    for name in FORMS[path]:
        for text in HOSTILE:
            fields = {other: RIGHT.get(other, "words") for other in FORMS[path]} | {name: text, "csrf": first}
            answer = visitor.http.post(path.format(case=case), data=fields)
            assert answer.status_code < 500, (name, text[:40], answer.text)
            assert "<script>alert" not in answer.text
            assert "<img src=x" not in answer.text


@pytest.mark.parametrize("text", HOSTILE)
def test_every_address(text: str, served: Served) -> None:
    """Nor does any part of an address, any parameter, cookie or header."""
    visitor = Visitor(served.url)
    part, parameters = quote(text[:3000], safe=""), {"note": text[:500], "next": text[:500]}
    for path in ("/cases/{}", "/cases/{}/result", "/guides/{}", "/shared/{}", "/api/knowledge/{}", "/api/cases/{}"):
        answer = visitor.http.get(path.format(part), params=parameters)
        assert answer.status_code < 500
        assert "html" not in answer.headers["Content-Type"] or "<script>alert" not in answer.text
    assert visitor.http.get("/", params=parameters).status_code < 500
    clean = "".join(letter for letter in text if " " <= letter <= "~")
    assert visitor.http.get("/", headers={"Cookie": f"regrant_visitor={clean}", "Accept": clean}).status_code < 500


def test_forged_forms(served: Served) -> None:
    """A form without the visitor's token, or from a foreign page, changes nothing."""
    visitor = Visitor(served.url)
    token = visitor.field("csrf")
    for headers, data in (
        ({}, {"words": "x"}),
        ({}, {"words": "x", "csrf": "wrong"}),
        ({"Origin": "https://evil.example"}, {"words": "x", "csrf": token}),
        ({"Sec-Fetch-Site": "cross-site"}, {"words": "x", "csrf": token}),
        ({"Origin": "null"}, {"words": "x", "csrf": token}),
    ):
        assert visitor.http.post("/cases", data=data, headers=headers).status_code == 403
    assert "cases/" not in visitor.http.get("/").text.partition("Your cases")[2]


def test_foreign_name(served: Served) -> None:
    """A browser that was led here under another name is turned away (DNS rebinding)."""
    for name in ("evil.example", f"evil.example:{served.port}", "127.0.0.1.evil.example"):
        assert Visitor(served.url).http.get("/", headers={"Host": name}).status_code in (400, 421)


def test_too_much(served: Served) -> None:
    """More than the allowed size is refused before it is read as words."""
    visitor = Visitor(served.url)

    assert visitor.send("/cases", words="x" * 200_000).status_code == 413


def test_schema(served: Served) -> None:
    """Whatever schemathesis makes of the API's own description, no answer is a failure of the server."""
    schema = schemathesis.openapi.from_url(f"{served.url}/api/schema/openapi.json")
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    tried = 0

    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()

        @settings(max_examples=12, deadline=None, suppress_health_check=quiet, database=None, derandomize=True)
        @given(case=operation.as_strategy())
        def call(case: Case[Any]) -> None:
            nonlocal tried
            tried += 1
            answer = case.call(timeout=30)
            assert answer.status_code < 500, (case.as_curl_command(), answer.text)

        call()
    assert tried >= 50
