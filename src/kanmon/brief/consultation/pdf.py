"""A page as a PDF, through a well-kept library; nothing is fetched."""

from __future__ import annotations

from typing import Any

from kanmon.errors import DataError


def as_pdf(page: str) -> bytes:
    """Print a whole page that carries its style to a PDF.

    Args:
        page: HTML.

    Returns:
        The PDF.

    Raises:
        DataError: the library, or the system's Pango it draws with, is missing.

    Example:
        >>> as_pdf("<p>関門</p>")[:5]
        b'%PDF-'
    """
    try:
        import weasyprint
    except (ImportError, OSError) as e:
        raise DataError(
            "a PDF needs the library WeasyPrint and the system's Pango",
            where="export",
            remedy="install them: pip install 'kanmon[pdf]'; or print the HTML page",
        ) from e
    made: Any = weasyprint.HTML(string=page, url_fetcher=_nothing).write_pdf()
    return bytes(made)


def _nothing(url: str, *_: Any, **__: Any) -> Any:
    raise ValueError(f"a page fetches nothing: {url[:60]}")
