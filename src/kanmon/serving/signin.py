"""Sign in with OpenID Connect: authorization code with PKCE, an identity token that is verified."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

import httpx
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from kanmon.analysis.consultation.label import TLP
from kanmon.consulting.node import Node
from kanmon.consulting.people import ROLES, Person
from kanmon.consulting.sessions import begin_session, end_session, session_of
from kanmon.consulting.settings import secret
from kanmon.errors import AccessError, DataError
from kanmon.serving.answers import Done
from kanmon.serving.gate import COOKIE, AskedBy, GateOf, NotSignedInError
from kanmon.serving.problems import RESPONSES

LOGIN = "kanmon_login"
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""What an identity token may be signed with: never nothing, never a secret both sides know."""
_SILENCE = 10.0
_LEEWAY = 60
_LOGIN_SECONDS = 600
router = APIRouter(prefix="/auth", tags=["sign in"], responses=RESPONSES)


class Provider:
    """Hold an identity provider: its addresses and keys, read from its discovery document.

    Example:
        >>> Provider({"issuer": "http://example.org", "client_id": "x"}, "")
        Traceback (most recent call last):
            ...
        kanmon.errors.AccessError: signin.issuer: not HTTPS. To mend: use an https:// address.
    """

    def __init__(self, part: Mapping[str, Any], password: str) -> None:
        self.issuer, self.client = str(part.get("issuer", "")), str(part.get("client_id", ""))
        self.part, self.password = part, password
        parts = urlsplit(self.issuer)
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise AccessError("not HTTPS", where="signin.issuer", remedy="use an https:// address")
        if not self.client:
            raise DataError("no client_id", where="signin", remedy="register this node there")
        self._found: dict[str, Any] = {}
        self._keys: KeySet | None = None

    def found(self) -> dict[str, Any]:
        """Give the discovery document, read once."""
        if not self._found:
            told = self._get(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if told.get("issuer") != self.issuer:
                raise AccessError(
                    "another issuer than the settings name",
                    where="signin.issuer",
                    remedy="write it as the provider does",
                )
            self._found = told
        return self._found

    def keys(self, *, anew: bool = False) -> KeySet:
        """Give the provider's keys; ``anew`` reads them again."""
        if self._keys is None or anew:
            told: Any = self._get(self.found()["jwks_uri"])
            self._keys = KeySet.import_key_set(told)
        return self._keys

    def exchange(self, code: str, verifier: str, back: str) -> str:
        """Exchange a code for an identity token."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
        }
        if not self.password:
            form["client_id"] = self.client
        auth = (self.client, self.password) if self.password else None
        try:
            answer = httpx.post(
                self.found()["token_endpoint"], data=form, auth=auth, timeout=_SILENCE
            )
            token = answer.json().get("id_token") if answer.status_code == 200 else None
        except (httpx.HTTPError, ValueError) as e:
            raise _no_provider() from e
        if not isinstance(token, str):
            raise NotSignedInError("the provider gave no identity", remedy="sign in again")
        return token

    def claims(self, token: str, nonce: str) -> dict[str, Any]:
        """Verify an identity token: signature, issuer, audience, time, nonce."""
        try:
            try:
                held = jwt.decode(token, self.keys(), algorithms=ALGORITHMS)
            except (JoseError, ValueError):
                # The provider may have changed its keys since.
                held = jwt.decode(token, self.keys(anew=True), algorithms=ALGORITHMS)
            claims: dict[str, Any] = dict(held.claims)
            jwt.JWTClaimsRegistry(
                now=int(time.time()),
                leeway=_LEEWAY,
                iss={"essential": True, "value": self.issuer},
                sub={"essential": True},
                aud={"essential": True, "value": self.client},
                exp={"essential": True},
                iat={"essential": True},
            ).validate(claims)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as e:
            raise NotSignedInError("no identity this node believes", remedy="sign in again") from e
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != self.client:
            raise NotSignedInError("an identity for another client", remedy="sign in again")
        if not hmac.compare_digest(str(claims.get("nonce", "")), nonce):
            raise NotSignedInError("an identity of another sign-in", remedy="sign in again")
        return claims

    def person(self, claims: Mapping[str, Any], node: str) -> Person:
        """Give the person claims tell of: roles this node knows, and nothing by default."""
        told = claims.get(str(self.part.get("roles", "kanmon_roles")), [])
        roles = [told] if isinstance(told, str) else told
        known = (
            frozenset(r for r in roles if r in ROLES) if isinstance(roles, list) else frozenset()
        )
        party_claim = self.part.get("party")
        party = str(claims.get(str(party_claim), "")) if party_claim else node
        tlp = claims.get(str(self.part.get("clearance", "kanmon_clearance")), "CLEAR")
        level = TLP.index(tlp) if tlp in TLP else 0
        name = f"oidc:{claims['sub']}"[:200]
        return Person(name, party, known, level, home=party == node)

    def _get(self, url: str) -> dict[str, Any]:
        try:
            answer = httpx.get(url, timeout=_SILENCE)
            held = answer.json() if answer.status_code == 200 else None
        except (httpx.HTTPError, ValueError) as e:
            raise _no_provider() from e
        if not isinstance(held, dict):
            raise _no_provider()
        return held


def provider_of(node: Node) -> Provider | None:
    """Give the identity provider a node's settings name.

    Args:
        node: whose settings.

    Returns:
        The provider; None where none is named.

    Raises:
        AccessError: it is not reached over HTTPS, nor on this machine.
        DataError: a setting is missing.

    Example:
        >>> from kanmon.consulting.example import example_node
        >>> with example_node() as node:
        ...     provider_of(node) is None
        True
    """
    part = node.settings.parts.get("signin")
    if part is None:
        return None
    return Provider(part, secret(node.folder, part, "client_secret_file"))


@router.get("/login", operation_id="login", response_class=Response, status_code=303)
def login(
    gate: GateOf,
    request: Request,
    next: Annotated[str, Query(pattern=r"^/[A-Za-z0-9/_#?=&.-]{0,500}$")] = "/",
) -> Response:
    """Lead to the identity provider."""
    provider = _provider(request)
    state, nonce = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    verifier = secrets.token_urlsafe(48)
    # "//host" would lead away.
    plain = {"state": state, "nonce": nonce, "verifier": verifier, "next": "/" + next.lstrip("/")}
    target = provider.found()["authorization_endpoint"]
    with gate.node.writing() as w:
        key = begin_session(w, plain)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
    query = urlencode(
        {
            "response_type": "code",
            "client_id": provider.client,
            "redirect_uri": _back(gate.site),
            "scope": str(provider.part.get("scopes", "openid profile")),
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
    )
    answer = RedirectResponse(f"{target}{'&' if '?' in target else '?'}{query}", 303)
    _cookie(answer, LOGIN, key, gate.site, _LOGIN_SECONDS)
    return answer


@router.get("/callback", operation_id="callback", response_class=Response, status_code=303)
def callback(
    gate: GateOf,
    request: Request,
    code: Annotated[str, Query(max_length=4000)] = "",
    state: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Take a person back from the identity provider, and begin a session with a key of its own."""
    provider = _provider(request)
    key = request.cookies.get(LOGIN, "")
    with gate.node.writing() as w:
        begun = session_of(w, key) if key else None
        end_session(w, key)
    if begun is None or "state" not in begun:
        raise NotSignedInError("no sign-in was begun here", remedy="sign in at /auth/login")
    if not hmac.compare_digest(begun["state"].encode(), state.encode("utf-8", "replace")):
        raise NotSignedInError("the answer to another sign-in", remedy="sign in at /auth/login")
    token = provider.exchange(code, begun["verifier"], _back(gate.site))
    person = provider.person(provider.claims(token, begun["nonce"]), gate.node.name)
    plain = {
        "name": person.name,
        "party": person.party,
        "roles": sorted(person.roles),
        "clearance": person.clearance,
        "csrf": secrets.token_urlsafe(24),
    }
    with gate.node.writing() as w:
        made = begin_session(w, plain)
        w.note(person.name, "signed in", {"roles": plain["roles"], "party": person.party})
    answer = RedirectResponse(begun["next"], 303)
    _cookie(answer, COOKIE, made, gate.site, None)
    answer.delete_cookie(LOGIN, path="/")
    return answer


@router.post("/logout", operation_id="logout")
def logout(asked: AskedBy, gate: GateOf, response: Response) -> Done:
    """End the session."""
    with gate.writing(asked) as (w, desk):
        end_session(w, asked.cookie)
        w.note(desk.person.name, "signed out", {})
    response.delete_cookie(COOKIE, path="/")
    return Done()


def _provider(request: Request) -> Provider:
    held = request.app.state.provider
    if not isinstance(held, Provider):
        raise DataError("no identity provider", where="signin", remedy="name one in node.toml")
    return held


def _no_provider() -> DataError:
    return DataError("it cannot be reached", where="identity provider", remedy="try again later")


def _back(site: str) -> str:
    return f"{site.rstrip('/')}/auth/callback"


def _cookie(answer: Response, name: str, value: str, site: str, seconds: int | None) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        httponly=True,
        samesite="lax",
        secure=site.startswith("https:"),
    )
