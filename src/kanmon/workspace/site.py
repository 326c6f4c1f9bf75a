"""The built pages: files read once by name, so that no address reaches another file."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from html import escape
from pathlib import Path

from fastapi.responses import Response

_HERE = Path(__file__).parent / "static"
_KINDS = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".ico": "image/x-icon",
    ".txt": "text/plain",
}
_TEXTS = ("text/", "application/json", "image/svg+xml")
_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Kanmon</title></head>
<body>
<h1>Kanmon</h1>
<p>The server runs, but this copy of Kanmon came without its built pages.</p>
<p>To mend: install a released wheel, or build the pages from a checkout
(see docs/how-to/workspace.md).</p>
<p>The figures are there: <a href="/api/workspace/views">/api/workspace/views</a> lists the
views as JSON, and <code>kanmon brief {party} --out brief.html</code> writes the same findings
as one page.</p>
</body>
</html>
"""


def pages(folder: Path | None = None) -> Mapping[str, Path]:
    """Find the built pages.

    Args:
        folder: where they are; those of the package when not given.

    Returns:
        Files by address; empty where nothing was built.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as built:
        ...     _ = (Path(built) / "index.html").write_text("<!doctype html>")
        ...     print(sorted(pages(Path(built))))
        ['index.html']
    """
    root = folder or _HERE
    if not (root / "index.html").is_file():
        return {}
    return {
        file.relative_to(root).as_posix(): file
        for file in sorted(root.rglob("*"))
        if file.is_file() and not file.is_symlink()
    }


def page(found: Mapping[str, Path], address: str, party: str) -> Response | None:
    """Answer with a built page.

    Args:
        found: the built pages by address.
        address: what was asked for; empty for the first page.
        party: named on the page that says there are none.

    Returns:
        The file; None where there is none of that name.

    Example:
        >>> page({}, "", "JPN").status_code, page({}, "other", "JPN") is None
        (200, True)
    """
    name = address or "index.html"
    if not found:
        if name != "index.html":
            return None
        return Response(_PAGE.format(party=escape(party)), media_type="text/html; charset=utf-8")
    file = found.get(name)
    if file is None:
        return None
    kind = _KINDS.get(file.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith(_TEXTS):
        kind += "; charset=utf-8"
    # Names under assets/ carry a hash of their content; the first page must always be fresh.
    kept = "public, max-age=31536000, immutable" if name.startswith("assets/") else "no-cache"
    return Response(file.read_bytes(), media_type=kind, headers={"cache-control": kept})
