"""Where others can reach the app, only who signs in is let in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from regrant.cases.accounts import Accounts
from regrant.cases.database import Database
from tests.home import home
from tests.postgres import free_port
from tests.running import regrant
from tests.serving import Served
from tests.web.provider import CLIENT, SECRET, OpenIdServer, running
from tests.web.visitor import Visitor

__all__ = ["home"]
GOOD = "four words nobody expects"


@pytest.fixture(scope="module")
def issuer() -> Iterator[OpenIdServer]:
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, issuer: OpenIdServer) -> Iterator[Served]:
    """Serve the app with a login, two accounts and an OpenID provider."""
    folder = tmp_path_factory.mktemp("guarded")
    database = Database(f"sqlite:///{folder / 'cases.sqlite3'}")
    for name in ("mia", "ben"):
        Accounts(database).add(name, GOOD)
    database.engine.dispose()
    openid = {"ISSUER": issuer.issuer, "CLIENT": CLIENT, "SECRET": SECRET}
    settings = {f"REGRANT_OPENID_{name}": value for name, value in openid.items()}
    server = Served(folder, options=("--login",), settings=settings).start()
    yield server
    server.stop()


def _signed_in(server: Served, name: str) -> Visitor:
    visitor = Visitor(server.url)
    visitor.send("/sign-in/password", name=name, password=GOOD, next="/")
    assert visitor.page.url.path == "/"

    return visitor


def test_refuses_to_be_open_to_all() -> None:
    """Without accounts it does not listen beyond this computer, and says what to do."""
    ended = regrant("web", "--no-open", "--host", "0.0.0.0", "--port", str(free_port()))

    assert ended.code == 2
    assert "regrant users add" in ended.err


def test_refuses_without_a_name() -> None:
    """Listening everywhere needs the name by which browsers call it, or any page could point its own name here."""
    assert regrant("users", "add", "mia", typed=f"{GOOD}\n".encode()).code == 0
    ended = regrant("web", "--no-open", "--host", "0.0.0.0", "--port", str(free_port()))

    assert ended.code == 2
    assert "--name" in ended.err


@pytest.mark.parametrize(
    "path", ["/", "/index.json", "/guides", "/cases/abc", "/api/cases", "/api/schema/openapi.json"]
)
def test_nothing_without_a_login(path: str, guarded: Served) -> None:
    """Who has not signed in sees nothing but the page for it."""
    found = Visitor(guarded.url).http.get(path)

    assert found.url.path == "/sign-in" or found.status_code == 401


def test_nothing_is_changed_without_a_login(guarded: Served) -> None:
    """Nor can they send anything."""
    visitor = Visitor(guarded.url)

    assert visitor.send("/cases", words="let me in").status_code == 401
    assert visitor.http.post("/api/diagnose", json={"text": "invite"}).status_code == 401


def test_in_and_out(guarded: Served) -> None:
    """The right password lets in, to the page that was wanted; after signing out nothing is shown any more."""
    visitor = Visitor(guarded.url)
    visitor.page = visitor.http.get("/guides/spark_code")
    visitor.send("/sign-in/password", name="mia", password="wrong", next=visitor.field("next"))
    assert (visitor.page.status_code, "do not belong together" in visitor.page.text) == (401, True)
    visitor.send("/sign-in/password", name="Mia", password=GOOD, next=visitor.field("next"))
    assert visitor.page.url.path == "/guides/spark_code"
    assert "Sign out" in visitor.page.text
    visitor.send("/sign-out")

    assert visitor.http.get("/").url.path == "/sign-in"


def test_old_cookie_is_worth_nothing(guarded: Served) -> None:
    """A cookie that was copied before signing out lets nobody in afterwards."""
    visitor = _signed_in(guarded, "ben")
    kept = dict(visitor.http.cookies)
    visitor.send("/sign-out")
    visitor.http.cookies.update(kept)

    assert visitor.http.get("/").url.path == "/sign-in"


def test_cases_belong_to_the_account(guarded: Served) -> None:
    """An account's cases are there in every browser it signs in with, and closed to every other account."""
    case = _signed_in(guarded, "mia").begin("the invitation never arrives")
    path = f"/cases/{case}/result"

    assert _signed_in(guarded, "mia").http.get(path).status_code == 200
    assert _signed_in(guarded, "ben").http.get(path).status_code == 404


def test_shared_copy_needs_no_login(guarded: Served) -> None:
    """A copy that was shared is shown to whoever has its address."""
    mia = _signed_in(guarded, "mia")
    case = mia.begin("the invitation never arrives at all")
    mia.send(f"/cases/{case}/share")
    link = mia.page.text.split('href="/shared/')[1].split('"')[0]

    assert "A read-only copy" in Visitor(guarded.url).http.get(f"/shared/{link}").text


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1", "/é"])
def test_leads_nowhere_else(wanted: str, guarded: Served) -> None:
    """Signing in sends nobody to another site."""
    visitor = Visitor(guarded.url)
    visitor.send("/sign-in/password", name="mia", password=GOOD, next=wanted)

    assert str(visitor.page.url) == f"{guarded.url}/"


def test_with_openid(guarded: Served, issuer: OpenIdServer) -> None:
    """Who is known to the provider comes in with one press, with an account and cases of their own."""
    visitor = Visitor(guarded.url)
    visitor.page = visitor.http.get("/sign-in/openid")
    assert visitor.page.url.path == "/"
    case = visitor.begin("the invitation never arrives")

    assert _signed_in(guarded, "mia").http.get(f"/cases/{case}/result").status_code == 404
    again = Visitor(guarded.url)
    again.http.get("/sign-in/openid")
    assert again.http.get(f"/cases/{case}/result").status_code == 200


def test_with_openid_of_another_browser(guarded: Served) -> None:
    """An answer of the provider that was meant for another browser lets nobody in."""
    one, other = Visitor(guarded.url), Visitor(guarded.url)
    there = one.http.get("/sign-in/openid", follow_redirects=False).headers["Location"]
    back = one.http.get(there, follow_redirects=False).headers["Location"]
    other.page = other.http.get(back)

    assert (other.page.status_code, "another browser" in other.page.text) == (401, True)
    assert one.http.get(back).url.path == "/"


def test_brake(tmp_path: Path, guarded: Served) -> None:
    """Guessing is braked, and the page says for how long."""
    visitor = Visitor(guarded.url)
    for _ in range(6):
        visitor.send("/sign-in/password", name="nobody", password="wrong wrong wrong", next="/")

    assert visitor.page.status_code == 429
    assert "Wait 15 minutes" in visitor.page.text
