"""Packages, service tokens and identity tokens, spoiled in every way: none passes."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import json
import random
import time
from collections.abc import Callable, Iterator

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from kanmon.analysis.consultation.canonical import canonical
from kanmon.analysis.consultation.label import TLP, Label
from kanmon.analysis.consultation.package import Package, Partner, open_package, seal
from kanmon.consulting.example import example_node
from kanmon.consulting.keys import make_key, signer, verifier
from kanmon.consulting.people import bearer, make_token
from kanmon.errors import AccessError, DataError, KanmonError
from kanmon.serving.signin import Provider

Spoil = Callable[[random.Random, bytes], bytes]


def _flip(rng: random.Random, raw: bytes) -> bytes:
    held = bytearray(raw)
    for _ in range(rng.randint(1, 4)):
        held[rng.randrange(len(held))] ^= 1 << rng.randrange(8)
    return bytes(held)


def _cut(rng: random.Random, raw: bytes) -> bytes:
    at = rng.randrange(len(raw))
    return raw[:at] + rng.randbytes(rng.randint(0, 8)) + raw[at + rng.randint(0, 8) :]


def _double(rng: random.Random, raw: bytes) -> bytes:
    at, length = rng.randrange(len(raw)), rng.randint(1, 60)
    return raw[:at] + raw[at : at + length] + raw[at:]


def _noise(rng: random.Random, raw: bytes) -> bytes:
    return rng.randbytes(rng.randint(0, len(raw)))


SPOILS: tuple[Spoil, ...] = (_flip, _cut, _double, _noise)


def spoiled(raw: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Spoil a text in many ways; what comes out the same is left out."""
    rng = random.Random(seed)
    for _ in range(count):
        bad = rng.choice(SPOILS)(rng, raw)
        if bad != raw:
            yield bad


def _packages(count: int, tmp_path_factory: pytest.TempPathFactory) -> int:
    folder = tmp_path_factory.mktemp("keys")
    public = make_key(folder / "k")
    label = Label("AMBER", releasable_to=frozenset({"USA"}), originators=frozenset({"JPN"}))
    made = Package("JPN", ("USA",), 1, "2026-11-23T00:00:00Z", label, "note", {"a": [1, "é"]})
    raw = seal(made, signer(folder / "k"), dt.date(2026, 11, 23))
    known = {"JPN": Partner("JPN", verifier(public))}
    assert open_package(raw, "USA", known) == made
    refused = 0
    for bad in spoiled(raw, count * 3 // 4, 1):
        with pytest.raises((DataError, AccessError)):
            open_package(bad, "USA", known)
        refused += 1
    # Well-formed, in the one form, and only the signature stands against them.
    rng = random.Random(2)
    plain = json.loads(raw)
    for _ in range(count // 4):
        other = {**plain, "number": rng.randint(1, 9), "content": {"a": rng.random()}}
        other["signature"] = base64.b64encode(rng.randbytes(64)).decode()
        with pytest.raises(AccessError):
            open_package(canonical(other), "USA", known)
        refused += 1
    return refused


def _service_tokens(count: int) -> int:
    refused = 0
    with example_node() as node:
        with node.writing() as w:
            token = make_token(w, "a", ["analyst"], 2, 30, party="JPN", actor="a")
        rng = random.Random(3)
        with node.reading() as r:
            assert bearer(r, token, "JPN") is not None
            for bad in spoiled(token.encode(), count * 3 // 4, 4):
                assert bearer(r, bad.decode("latin-1"), "JPN") is None
                refused += 1
            key = token.split("_")[1]
            for _ in range(count // 4):
                assert bearer(r, f"kanmon_{key}_{rng.getrandbits(256):064x}", "JPN") is None
                refused += 1
    return refused


class _Held(Provider):
    """A provider whose documents are at hand."""

    def __init__(self, keys: KeySet) -> None:
        super().__init__({"issuer": "https://id.example", "client_id": "kanmon"}, "")
        self._keys = keys

    def keys(self, *, anew: bool = False) -> KeySet:
        assert self._keys is not None
        return self._keys


def _identity(**more: object) -> dict[str, object]:
    now = int(time.time())
    plain = {
        "iss": "https://id.example",
        "sub": "1",
        "aud": "kanmon",
        "exp": now + 300,
        "iat": now,
        "nonce": "n",
        "kanmon_roles": ["analyst"],
    }
    return {k: v for k, v in {**plain, **more}.items() if v is not None}


def _identity_tokens(count: int) -> int:
    ours, theirs = (ECKey.generate_key("P-256", {"kid": "a"}) for _ in range(2))
    provider = _Held(KeySet([ours]))
    header = {"alg": "ES256", "kid": "a"}
    good = jwt.encode(header, _identity(), ours)
    assert provider.claims(good, "n")["sub"] == "1"
    bad = [jwt.encode(header, _identity(), theirs)]
    now = int(time.time())
    wrong: tuple[dict[str, object], ...] = (
        {"iss": "https://evil.example"},
        {"aud": "other"},
        {"aud": ["kanmon", "other"]},
        {"aud": None},
        {"exp": now - 300},
        {"exp": None},
        {"iat": now + 900},
        {"nonce": "m"},
        {"nonce": None},
        {"sub": None},
        {"azp": "other"},
        {"nbf": now + 900},
        {"exp": "soon"},
    )
    bad += [jwt.encode(header, _identity(**more), ours) for more in wrong]
    # An unsigned token, and one signed with the public key as if it were a shared secret.
    body = base64.urlsafe_b64encode(json.dumps(_identity()).encode()).rstrip(b"=").decode()
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    bad += [f"{none}.{body}.", f"{none}.{body}"]
    rsa = RSAKey.generate_key(2048, {"kid": "r"})
    public = rsa.as_pem(private=False)
    shared = _shared({"alg": "HS256", "kid": "r"}, public)
    provider = _Held(KeySet([ours, rsa]))
    bad.append(shared)
    rng = random.Random(5)
    refused = 0
    for one in bad:
        with pytest.raises(KanmonError):
            provider.claims(one, "n")
        refused += 1
    for text in spoiled(good.encode(), count - len(bad), rng.randrange(99)):
        try:
            held = provider.claims(text.decode("latin-1"), "n")
        except KanmonError:
            refused += 1
            continue
        # The last letter of base64 has bits that say nothing: the same token in another spelling.
        assert held == provider.claims(good, "n")
        assert text.decode("latin-1").split(".")[:2] == good.split(".")[:2]
    return refused


def _shared(header: dict[str, str], public: bytes) -> str:
    """Sign with a public key as if it were a shared secret; the library itself refuses to."""
    parts = [json.dumps(one).encode() for one in (header, _identity())]
    text = b".".join(base64.urlsafe_b64encode(one).rstrip(b"=") for one in parts)
    signed = base64.urlsafe_b64encode(hmac.digest(public, text, "sha256")).rstrip(b"=")
    return (text + b"." + signed).decode()


def test_spoiled_texts_are_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert _packages(2000, tmp_path_factory) > 1900
    assert _service_tokens(800) > 700
    assert _identity_tokens(300) > 250


@pytest.mark.slow
def test_a_hundred_thousand_spoiled_texts_are_refused(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    refused = _packages(70_000, tmp_path_factory) + _service_tokens(20_000)
    assert refused + _identity_tokens(12_000) >= 100_000


def test_roles_come_from_claims_this_node_knows() -> None:
    provider = _Held(KeySet([]))
    told = {"sub": "1", "kanmon_roles": ["analyst", "root", 7], "kanmon_clearance": "RED"}
    person = provider.person(told, "JPN")
    assert (person.roles, person.clearance) == (frozenset({"analyst"}), TLP.index("RED"))
    assert provider.person({"sub": "1"}, "JPN").roles == frozenset()
    assert provider.person({"sub": "1", "kanmon_clearance": ["RED"]}, "JPN").clearance == 0
