"""Signing in at an OpenID provider: there and back with a real one, and every way in which its word does not hold."""

from __future__ import annotations

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from regrant.web.openid import OpenId, OpenIdError, Provider, provider
from tests.postgres import free_port
from tests.web.provider import CLIENT, SECRET, OpenIdServer, running

BACK = "http://127.0.0.1:8000/sign-in/openid/back"
VISITOR = "v" * 43


@pytest.fixture(scope="module")
def issuer() -> Iterator[OpenIdServer]:
    with running() as server:
        yield server


@pytest.fixture
def server(issuer: OpenIdServer) -> OpenIdServer:
    """Return the provider as it is at first."""
    issuer.person = {"sub": "42", "email": "Mia@Example.com", "email_verified": True}
    issuer.claims, issuer.refusal = {}, ""

    return issuer


def _openid(server: OpenIdServer, **changed: Any) -> OpenId:
    return OpenId(Provider(**{"issuer": server.issuer, "client": CLIENT, "secret": SECRET, **changed}))


def _there_and_back(openid: OpenId, visitor: str = VISITOR) -> dict[str, str]:
    """Do what a browser does: go to the provider, and be sent back with its answer."""
    answer = httpx.get(openid.leave(visitor, BACK))

    return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))


def test_there_and_back(server: OpenIdServer) -> None:
    """Somebody the provider knows comes back as that person, under their verified address."""
    openid = _openid(server)
    person = openid.arrive(VISITOR, BACK, _there_and_back(openid))

    assert (person.issuer, person.subject, person.name) == (server.issuer, "42", "mia@example.com")


def test_what_leaves(server: OpenIdServer) -> None:
    """The address that the browser is sent to holds challenge, state and nonce, never the cookie or the secret."""
    openid = _openid(server)
    first, second = (dict(parse_qsl(urlsplit(openid.leave(VISITOR, BACK)).query)) for _ in range(2))

    assert first["code_challenge_method"] == "S256"
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))
    assert VISITOR not in str(first)
    assert SECRET not in str(first)


def test_another_process(server: OpenIdServer) -> None:
    """Who leaves through one process may come back through another, or after a restart."""
    answer = _there_and_back(_openid(server))

    assert _openid(server).arrive(VISITOR, BACK, answer).subject == "42"


def test_code_is_good_once(server: OpenIdServer) -> None:
    """A code that was used is refused the second time."""
    openid = _openid(server)
    answer = _there_and_back(openid)
    openid.arrive(VISITOR, BACK, answer)

    with pytest.raises(OpenIdError, match="400"):
        openid.arrive(VISITOR, BACK, answer)


@pytest.mark.parametrize("state", ["", ".", "a.b", "é.é", "x" * 10_000])
def test_state_of_another_visit(state: str, server: OpenIdServer) -> None:
    """An answer with a made-up state, or of another browser, is refused before the provider is asked."""
    openid = _openid(server)
    answer = _there_and_back(openid)

    with pytest.raises(OpenIdError, match="another browser"):
        openid.arrive(VISITOR, BACK, {**answer, "state": state})
    with pytest.raises(OpenIdError, match="another browser"):
        openid.arrive("w" * 43, BACK, answer)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"aud": "somebody-else"},
        {"iss": "https://elsewhere.example"},
        {"exp": int(time.time()) - 3600},
        {"iat": int(time.time()) + 3600},
        {"azp": "somebody-else"},
    ],
    ids=lambda claims: next(iter(claims)),
)
def test_word_that_does_not_hold(claims: dict[str, Any], server: OpenIdServer) -> None:
    """A token for another visit, another client, of another provider or another time vouches for nobody."""
    server.claims = claims
    openid = _openid(server)

    with pytest.raises(OpenIdError, match="does not hold"):
        openid.arrive(VISITOR, BACK, _there_and_back(openid))


@pytest.mark.parametrize("header", [{"alg": "HS256"}, {"alg": "none"}, {"alg": "RS256", "kid": "one"}], ids=str)
def test_forged_signature(header: dict[str, str], server: OpenIdServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not signed with the provider's own key is refused: another key, a shared secret, or no signature."""
    openid = _openid(server)
    answer = _there_and_back(openid)
    right = server.tokens

    def forged(form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        found = right(form, authorization)
        assert found
        claims = jwt.decode(found["id_token"], server.key).claims
        key: Any = RSAKey.generate_key(2048) if header["alg"] == "RS256" else OctKey.import_key(SECRET * 3)
        token = jwt.encode({**header, "alg": header["alg"].replace("none", "HS256")}, claims, key)
        if header["alg"] == "none":
            token = f"{urlsafe_b64encode(json.dumps(header).encode()).decode()}.{token.split('.')[1]}."

        return {**found, "id_token": token}

    monkeypatch.setattr(server, "tokens", forged)
    with pytest.raises(OpenIdError, match="does not hold"):
        openid.arrive(VISITOR, BACK, answer)


def test_refused_there(server: OpenIdServer) -> None:
    """Who refuses at the provider is told so, with the reason it gave."""
    server.refusal = "access_denied"
    openid = _openid(server)

    with pytest.raises(OpenIdError, match="did not let you in: access_denied"):
        openid.arrive(VISITOR, BACK, _there_and_back(openid))


@pytest.mark.parametrize(
    ("allow", "person", "admitted"),
    [
        (("mia@example.com",), {}, True),
        (("@example.com",), {}, True),
        (("@other.example", "ben@example.com"), {}, False),
        (("@example.com",), {"email_verified": False}, False),
        (("@example.com",), {"email": "x@evil.example@example.com.evil"}, False),
        (("@example.com",), {"email": None}, False),
    ],
)
def test_who_may_come_in(allow: tuple[str, ...], person: dict[str, Any], admitted: bool, server: OpenIdServer) -> None:
    """Only verified addresses that are listed, or of listed domains, may come in."""
    server.person = {**server.person, **person}
    openid = _openid(server, allow=allow)
    answer = _there_and_back(openid)

    if admitted:
        assert openid.arrive(VISITOR, BACK, answer).subject == "42"
    else:
        with pytest.raises(OpenIdError, match="may not use this Regrant"):
            openid.arrive(VISITOR, BACK, answer)


def test_wrong_secret(server: OpenIdServer) -> None:
    """A wrong client secret is refused by the provider, and said without the secret."""
    openid = _openid(server, secret="wrong-secret")

    with pytest.raises(OpenIdError, match="400") as caught:
        openid.arrive(VISITOR, BACK, _there_and_back(openid))
    assert "wrong-secret" not in str(caught.value)


def test_provider_away() -> None:
    """A provider that does not answer is named."""
    at = Provider(issuer=f"http://127.0.0.1:{free_port()}", client=CLIENT, secret=SECRET)

    with pytest.raises(OpenIdError, match="does not answer as an OpenID provider"):
        OpenId(at).leave(VISITOR, BACK)


def test_settings() -> None:
    """The environment names the provider whole or not at all; an unsafe address is refused."""
    whole = {
        "REGRANT_OPENID_ISSUER": "https://id.example",
        "REGRANT_OPENID_CLIENT": "a",
        "REGRANT_OPENID_SECRET": "b",
        "REGRANT_OPENID_ALLOW": "Mia@example.com, @Example.org",
    }
    found = provider(whole)

    assert found
    assert found.allow == ("mia@example.com", "@example.org")
    assert provider({}) is None
    with pytest.raises(OpenIdError, match="REGRANT_OPENID_SECRET"):
        provider({**whole, "REGRANT_OPENID_SECRET": ""})
    with pytest.raises(OpenIdError, match="https://"):
        provider({**whole, "REGRANT_OPENID_ISSUER": "http://id.example"})
