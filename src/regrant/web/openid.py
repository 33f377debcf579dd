"""
Signing in at an OpenID provider: authorization code flow with PKCE, state and nonce.

Nothing is kept between leaving for the provider and coming back: state, nonce and verifier all follow from the
visitor's cookie and one random number that travels in the state. So it survives a restart and works with several
processes, and a code that was asked for in one browser is worth nothing in another.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

SECONDS = 10
LEEWAY = 60
"""How far, in seconds, the provider's clock may be from ours."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Only what is signed with a key of the provider's own; never "none", never a shared secret."""
_NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class OpenIdError(Exception):
    """The provider cannot be used, or did not vouch for anybody; the message says why and the mend."""


class Person(Struct, frozen=True, kw_only=True):
    """Somebody the provider vouches for; the name is for showing only."""

    issuer: str
    subject: str
    name: str


class Provider(Struct, frozen=True, kw_only=True):
    """Where people sign in, as whom this app is known there, and who may come in (addresses, @domains; empty: all)."""

    issuer: str
    client: str
    secret: str
    allow: tuple[str, ...] = ()


def provider(environment: Mapping[str, str]) -> Provider | None:
    """
    Return the provider that the environment names, or None if it names none.

    Raises:
        OpenIdError: a part is missing, or the address is not a safe one.

    """
    issuer = environment.get("REGRANT_OPENID_ISSUER", "").strip()
    if not issuer:
        return None
    client, secret = (environment.get(name, "").strip() for name in ("REGRANT_OPENID_CLIENT", "REGRANT_OPENID_SECRET"))
    if not client or not secret:
        raise OpenIdError("REGRANT_OPENID_ISSUER is set; set REGRANT_OPENID_CLIENT and REGRANT_OPENID_SECRET too.")
    _safe(issuer)
    allow = environment.get("REGRANT_OPENID_ALLOW", "").replace(",", " ").casefold().split()

    return Provider(issuer=issuer, client=client, secret=secret, allow=tuple(allow))


class OpenId:
    """The way to one provider and back."""

    def __init__(self, at: Provider) -> None:
        self.at = at

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """
        Return what the provider says of itself.

        Raises:
            OpenIdError: it does not answer, or speaks for another address.

        """
        found = _json("GET", f"{self.at.issuer.rstrip('/')}/.well-known/openid-configuration")
        if missing := [name for name in _NEEDED if not isinstance(found.get(name), str)]:
            raise OpenIdError(f"{self.at.issuer} is not an OpenID provider: it does not name {', '.join(missing)}.")
        if found["issuer"].rstrip("/") != self.at.issuer.rstrip("/"):
            raise OpenIdError(f"{self.at.issuer} speaks for {found['issuer']}. Set REGRANT_OPENID_ISSUER to that one.")
        for name in _NEEDED:
            _safe(found[name])

        return found

    def leave(self, visitor: str, back: str) -> str:
        """Return the provider's address to send this visitor to; *back* is where they return to."""
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # type: ignore[import-untyped]
        from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]

        number = secrets.token_urlsafe(24)

        return str(
            prepare_grant_uri(
                self.metadata["authorization_endpoint"],
                client_id=self.at.client,
                response_type="code",
                redirect_uri=back,
                scope="openid profile email",
                state=f"{number}.{_derived(visitor, 'state', number)}",
                nonce=_derived(visitor, "nonce", number),
                code_challenge=create_s256_code_challenge(_derived(visitor, "verifier", number)),
                code_challenge_method="S256",
            )
        )

    def arrive(self, visitor: str, back: str, answer: Mapping[str, str]) -> Person:
        """
        Return whom the provider vouches for; *answer* is what came with the visitor.

        Raises:
            OpenIdError: the answer belongs to another visit, or the provider refused, or its word does not hold.

        """
        number, _, sent = answer.get("state", "").partition(".")
        if not hmac.compare_digest(sent.encode(), _derived(visitor, "state", number).encode()):
            raise OpenIdError("This sign-in was begun in another browser or long ago. Sign in again.")
        if "code" not in answer:
            why = answer.get("error_description") or answer.get("error") or "no reason given"
            raise OpenIdError(
                f"{self.at.issuer} did not let you in: {why[:200]}. Sign in again, or ask whoever runs it."
            )
        tokens = _json(
            "POST",
            self.metadata["token_endpoint"],
            auth=self._auth(),
            data={
                "grant_type": "authorization_code",
                "code": answer["code"],
                "redirect_uri": back,
                "code_verifier": _derived(visitor, "verifier", number),
                **({} if self._auth() else {"client_id": self.at.client, "client_secret": self.at.secret}),
            },
        )

        return self._admitted(self._claims(tokens, _derived(visitor, "nonce", number)))

    def _auth(self) -> tuple[str, str] | None:
        """Return name and secret for the header, unless the provider takes them in the form only."""
        ways = self.metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])

        return (self.at.client, self.at.secret) if "client_secret_basic" in ways else None

    def _claims(self, tokens: dict[str, Any], nonce: str) -> dict[str, Any]:
        from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        known = self.metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        allowed = [name for name in known if name in ALGORITHMS]
        try:
            keys = KeySet.import_key_set(_json("GET", self.metadata["jwks_uri"]))  # type: ignore[arg-type]
            token = jwt.decode(str(tokens.get("id_token", "")), keys, algorithms=allowed)
            claims = CodeIDToken(
                token.claims,
                token.header,
                {
                    "iss": {"essential": True, "value": self.metadata["issuer"]},
                    "aud": {"essential": True, "value": self.at.client},
                },
                {"nonce": nonce, "client_id": self.at.client, "access_token": tokens.get("access_token")},
            )
            claims.validate(leeway=LEEWAY)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise OpenIdError(f"What {self.at.issuer} says does not hold ({error}). Sign in again.") from error

        return dict(claims)

    def _admitted(self, claims: dict[str, Any]) -> Person:
        mail = str(claims.get("email") or "").casefold() if claims.get("email_verified") is True else ""
        if self.at.allow and not {mail, "@" + mail.rpartition("@")[2]} & set(self.at.allow):
            shown = mail or "an account without a verified address"
            raise OpenIdError(f"{shown} may not use this Regrant. Ask whoever runs it to allow it.")
        name = mail or str(claims.get("name") or claims.get("preferred_username") or claims["sub"])

        return Person(issuer=self.metadata["issuer"], subject=str(claims["sub"])[:255], name=name)


def _derived(visitor: str, what: str, number: str) -> str:
    return hmac.new(visitor.encode(), f"openid {what} {number}".encode(), hashlib.sha256).hexdigest()


def _safe(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise OpenIdError(f"{address} is not an https:// address. Give the provider's safe one.")


def _json(method: str, address: str, **options: Any) -> dict[str, Any]:
    import httpx

    try:
        answer = httpx.request(method, address, timeout=SECONDS, headers={"Accept": "application/json"}, **options)
        answer.raise_for_status()
        found = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise OpenIdError(f"{urlsplit(address).netloc} does not answer as an OpenID provider: {error}.") from error
    if not isinstance(found, dict):
        raise OpenIdError(f"{urlsplit(address).netloc} does not answer as an OpenID provider.")

    return found
