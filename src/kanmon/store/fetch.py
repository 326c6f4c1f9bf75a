"""Download a publisher's file over HTTPS: resumed where it broke off, placed only when whole."""

from __future__ import annotations

import hashlib
import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException, HTTPResponse
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from kanmon.errors import AccessError, DataError
from kanmon.sources.source import Progress
from kanmon.store.disk import disk_errors, put_in_place, sync

_CHUNK = 1 << 18
_SILENCE = 60.0
_TRIES = 5
_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """Name a file that was downloaded whole: where it is, from where, its checksum and day.

    Example:
        >>> Fetched(Path("a.zip"), "https://example.org/a.zip", "e3b0", 10, "2026-01-31").bytes
        10
    """

    path: Path
    url: str
    sha256: str
    bytes: int
    retrieved: str


def fetch(
    url: str,
    folder: Path,
    *,
    sha256: str = "",
    progress: Progress | None = None,
    pause: float = 1.0,
) -> Fetched:
    """Download a file into a folder, under the name the publisher or the address gives it.

    What arrived before a connection broke is kept as ``name.part`` and carried on from, in
    this call and in later ones, provided the publisher's ETag says it is the same file.

    Args:
        url: an HTTPS address; plain HTTP is allowed on this very machine only.
        folder: where the file goes; made when it is not there.
        sha256: checksum it must have, 64 hexadecimal digits; not compared when empty.
        progress: told the name and the fraction done.
        pause: seconds before the second try, doubled for each further one.

    Returns:
        Path, checksum, size and date.

    Raises:
        AccessError: the address is not HTTPS, or the publisher wants a login.
        DataError: it is not there, breaks off again and again, or has another checksum.
        StoreError: the disk did not take it.

    Source:
        RFC 9110, sections 13 (If-Range) and 14 (range requests).

    Example:
        >>> fetch("http://example.org/a.zip", Path("."))
        Traceback (most recent call last):
        kanmon.errors.AccessError: http://example.org/a.zip: not HTTPS. To mend: use an https:// ...
    """
    _hold_secure(url)
    name = _plain_name(unquote(urlsplit(url).path.rsplit("/", 1)[-1]))
    if not name:
        raise DataError(
            "the address does not end in a file name", where=url, remedy="check the address"
        )
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    part = _Part(folder / f"{name}.part", folder / f"{name}.part.json", url)
    tell = progress or (lambda _what, _done: None)
    for tried in range(_TRIES):
        before = part.size
        if _carry_on(part, name, tell):
            return _finish(part, folder / (part.kept("name") or name), sha256)
        if tried + 1 < _TRIES and part.size <= before:
            time.sleep(pause * 2**tried)
    raise DataError(
        f"not whole after {_TRIES} tries, {part.size:,} bytes in",
        where=url,
        remedy="try again later: it carries on where it stopped",
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A file not yet whole, and beside it the publisher's mark of which file it is."""

    path: Path
    about: Path
    url: str

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def kept(self, what: str) -> str:
        """Give the ``etag`` or ``name`` the publisher sent with the part, or nothing."""
        try:
            kept: dict[str, Any] = json.loads(self.about.read_text("utf-8"))
        except (OSError, ValueError):
            return ""
        return str(kept.get(what, "")) if kept.get("url") == self.url else ""

    def remember(self, etag: str, name: str) -> None:
        self.about.write_text(json.dumps({"url": self.url, "etag": etag, "name": name}), "utf-8")

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)
        self.about.unlink(missing_ok=True)


def _carry_on(part: _Part, name: str, tell: Progress) -> bool:
    """Get what is missing; False when the connection broke off."""
    mark, size = part.kept("etag"), part.size
    agent = {"User-Agent": f"kanmon/{version('kanmon')}"}
    request = urllib.request.Request(part.url, headers=agent)  # noqa: S310 - held to HTTPS above
    if mark and size:
        request.add_header("Range", f"bytes={size}-")
        request.add_header("If-Range", mark)
    try:
        with _opener().open(request, timeout=_SILENCE) as answer:
            return _take(answer, part, name, tell)
    except urllib.error.HTTPError as e:
        e.close()
        if e.code == 416:
            # The part is longer than the file: it is another file now.
            part.forget()
            return False
        if e.code in (429, 500, 502, 503, 504):
            return False
        raise _refused(part.url, e) from e
    except (TimeoutError, ConnectionError, HTTPException):
        return False
    except urllib.error.URLError as e:
        if isinstance(e.reason, TimeoutError | ConnectionError):
            return False
        raise DataError(
            f"cannot be reached ({e.reason})",
            where=part.url,
            remedy="check the network and the address, or download it by hand and "
            "`kanmon data add` it",
        ) from e


def _take(answer: HTTPResponse, part: _Part, name: str, tell: Progress) -> bool:
    resumed = answer.status == 206
    start = part.size if resumed else 0
    if resumed and not (answer.headers.get("Content-Range") or "").startswith(f"bytes {start}-"):
        part.forget()
        return False
    length = answer.headers.get("Content-Length")
    whole = start + int(length) if length and length.isdigit() else None
    etag = answer.headers.get("ETag") or ""
    with disk_errors(part.path):
        if not resumed:
            # A weak ETag promises the same meaning, not the same bytes: no resuming by it.
            part.remember(
                "" if etag.startswith("W/") else etag,
                _plain_name(answer.headers.get_filename() or ""),
            )
        with part.path.open("ab" if resumed else "wb") as file:
            got = _pour(answer, file, start, whole, lambda done: tell(name, done))
        sync(part.path)
    return got >= 0 and (whole is None or got == whole)


def _pour(answer: HTTPResponse, file: IO[bytes], start: int, whole: int | None, tell: Any) -> int:
    got = start
    while True:
        try:
            chunk = answer.read1(_CHUNK)
        except (TimeoutError, ConnectionError, HTTPException):
            # -1 is no size: what came so far is kept, and the next try carries on.
            return -1
        if not chunk:
            return got
        file.write(chunk)
        got += len(chunk)
        if whole:
            tell(min(1.0, got / whole))


def _finish(part: _Part, final: Path, wanted: str) -> Fetched:
    with disk_errors(part.path):
        with part.path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if wanted and found != wanted.lower():
            part.forget()
            raise DataError(
                f"checksum {found} instead of {wanted}",
                where=part.url,
                remedy="try again; if it stays so, the publisher changed the file",
            )
        size = part.size
        put_in_place(part.path, final)
        part.about.unlink(missing_ok=True)
    return Fetched(final, part.url, found, size, datetime.now(UTC).date().isoformat())


def _refused(url: str, e: urllib.error.HTTPError) -> DataError | AccessError:
    if e.code in (401, 403, 407):
        return AccessError(
            f"the publisher refuses ({e.code} {e.reason})",
            where=url,
            remedy="it may want a login or a form: download it by hand and `kanmon data add` it",
        )
    return DataError(
        f"the publisher answers {e.code} {e.reason}",
        where=url,
        remedy="it may have moved: see the publisher's page named in `kanmon data sources`",
    )


def _plain_name(name: str) -> str:
    """Take a name a stranger gave only when it can be nothing but a file's own name."""
    odd = name.startswith(".") or any(c in "/\\:" or not c.isprintable() for c in name)
    return "" if odd else name


def _hold_secure(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(parts.hostname)):
        return
    raise AccessError(
        "not HTTPS", where=url, remedy="use an https:// address, or download it by hand"
    )


def _is_this_machine(host: str | None) -> bool:
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follow a few redirects, and never from HTTPS to a plain address."""

    max_redirections = _REDIRECTS
    max_repeats = 2

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Any,
        newurl: str,
    ) -> urllib.request.Request | None:
        _hold_secure(newurl)
        if urlsplit(req.full_url).scheme == "https" and urlsplit(newurl).scheme != "https":
            raise AccessError(
                f"it leads on to {newurl}, which is not HTTPS",
                where=req.full_url,
                remedy="download it by hand",
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_Redirects)
