"""Post alerts to an address as JSON: HTTPS or this very machine, never led elsewhere."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from importlib.metadata import version
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from kanmon.errors import AccessError, DataError

_SILENCE = 20.0
_TRIES = 3
_BUSY = frozenset((408, 425, 429, 500, 502, 503, 504))


def post_json(url: str, plain: Any, *, timeout: float = _SILENCE, pause: float = 1.0) -> int:
    """Post plain data to an address as JSON.

    A connection that fails and a server that is busy are tried three times in all; any other
    refusal is final, and so is being led to another address: an alert goes where it was sent.

    Args:
        url: an HTTPS address; plain HTTP is allowed on this very machine only.
        plain: what to post.
        timeout: seconds of silence after which a try has failed.
        pause: seconds before the second try, doubled for the third.

    Returns:
        The status answered, 200 to 299.

    Raises:
        AccessError: the address is neither HTTPS nor this machine, carries a password, or leads
            elsewhere; or the server refuses.
        DataError: the server cannot be reached or stays busy.

    Example:
        >>> post_json("http://example.org/hook", {})
        Traceback (most recent call last):
        kanmon.errors.AccessError: http://example.org/hook: not HTTPS. To mend: use an https:// ...
    """
    shown = hold_secure(url)
    body = json.dumps(plain, ensure_ascii=False, allow_nan=False).encode("utf-8")
    request = urllib.request.Request(  # noqa: S310  held to HTTPS above
        url,
        data=body,
        method="POST",
        headers={
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": f"kanmon/{version('kanmon')}",
        },
    )
    opener = urllib.request.build_opener(_Stay)
    last = ""
    for tried in range(_TRIES):
        if tried:
            time.sleep(pause * 2 ** (tried - 1))
        try:
            with opener.open(request, timeout=timeout) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as e:
            status = e.code
            e.close()
            if status not in _BUSY:
                raise AccessError(
                    f"it leads to another address ({status})"
                    if 300 <= status < 400
                    else f"the server refused ({status})",
                    where=shown,
                    remedy="give the address that takes the alerts itself"
                    if 300 <= status < 400
                    else "check address and rights with who runs it",
                ) from None
            last = f"the server is busy ({status})"
        except (OSError, HTTPException) as e:
            reason = e.reason if isinstance(e, urllib.error.URLError) else e
            last = f"it cannot be reached ({reason})"
    raise DataError(
        f"{last}, {_TRIES} tries",
        where=shown,
        remedy="try again later; the alerts are kept in the store",
    )


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follow no redirect: the answer then is an error of its own."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow none."""


def hold_secure(url: str) -> str:
    """Hold an address to HTTPS, or to this very machine.

    Args:
        url: any address.

    Returns:
        It without its query, as errors may show it.

    Raises:
        AccessError: it is no address, carries a name or password, or is neither of the two.

    Example:
        >>> hold_secure("https://example.org/hook?key=1")
        'https://example.org/hook'
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as e:
        raise AccessError(
            "it is no address", where="webhook", remedy="use an https:// address"
        ) from e
    shown = f"{parts.scheme}://{host}{f':{port}' if port else ''}{parts.path}"
    if parts.username or parts.password:
        raise AccessError(
            "a name or password in the address",
            where=shown,
            remedy="use an address whose path is the secret, without name and password",
        )
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and _own(host))):
        raise AccessError("not HTTPS", where=shown, remedy="use an https:// address")
    return shown


def _own(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
