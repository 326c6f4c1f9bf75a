"""One trade-policy act as a record, and the rows of the table ``measures`` it becomes."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from kanmon.catalogue.load import goods
from kanmon.catalogue.measure_types import measure_types
from kanmon.codes import blocs, economies, products
from kanmon.errors import DataError
from kanmon.tables.schema import schema

STAGES = ("threatened", "announced", "in_force", "eased", "ended")
STANDINGS = ("read", "reviewed")
LANGUAGES = ("", "en", "ja", "fr", "other")
SIDES = ("import", "export")
DAYS = ("announced", "in_force", "eased", "ended")
LONGEST = 20_000
"""Characters of one text; more is no quotation."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Act:
    """State one act: who restricts what from or to whom, how far it has come, on what evidence.

    ``imposer`` is an economy or bloc, empty only while it waits for review; ``targets`` are such
    (``WLD``: all); ``goods`` ids of the catalogue, ``products`` HS codes of edition ``hs``.
    ``span`` are the first and last character of ``quote`` in the source's text, None where there
    is no text. ``review`` says why a person should look; empty when none need.

    Example:
        >>> Act("CHN", ("WLD",), "export", "announced", "https://example.org",
        ...     goods=("gallium_metal",), instrument="Announcement 23 of 2023").standing
        'reviewed'
    """

    imposer: str
    targets: tuple[str, ...]
    side: str
    stage: str
    source: str
    goods: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    hs: str = ""
    mast: str = ""
    oecd: str = ""
    announced: dt.date | None = None
    in_force: dt.date | None = None
    eased: dt.date | None = None
    ended: dt.date | None = None
    reason: str = ""
    instrument: str = ""
    lang: str = ""
    quote: str = ""
    span: tuple[int, int] | None = None
    standing: str = "reviewed"
    review: str = ""
    id: str = ""


def act_id(act: Act) -> str:
    """Make the id of an act out of its imposer and its instrument, or its text.

    Case, spaces and width do not matter. Where an act names no instrument its quotation decides,
    and where it has none the targets, side and goods.

    Args:
        act: any act.

    Returns:
        ``m`` and twelve hexadecimal digits.

    Source:
        SHA-256.

    Example:
        >>> a = Act("CHN", ("WLD",), "export", "announced", "x", instrument="Notice No. 23")
        >>> act_id(a) == act_id(replace(a, instrument="notice  no. 23", stage="in_force"))
        True
    """
    if act.instrument:
        parts = ["instrument", act.imposer, act.side, _folded(act.instrument)]
    elif act.quote:
        parts = ["quote", act.imposer, act.side, _folded(act.quote)]
    else:
        lists = (act.targets, act.goods, act.products)
        parts = ["about", act.imposer, act.side, *(",".join(sorted(part)) for part in lists)]
        parts += [act.mast, act.oecd, act.source]
    return "m" + hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()[:12]


def hold(act: Act, *, where: str) -> Act:
    """Hold an act to what an act must be, and give it its id.

    Args:
        act: any act.
        where: file and line named in an error.

    Returns:
        The act with its id; lists sorted and without doubles.

    Raises:
        DataError: a field is not what it must be.

    Example:
        >>> hold(Act("CHN", ("JPN",), "export", "announced", "x"), where="line 2").id[0]
        'm'
    """
    mast = {t.code for t in measure_types() if t.system == "MAST"}
    oecd = {t.code for t in measure_types() if t.system == "OECD"}
    for name, allowed in (
        ("side", SIDES),
        ("stage", STAGES),
        ("standing", STANDINGS),
        ("lang", LANGUAGES),
        ("mast", ("", *sorted(mast))),
        ("oecd", ("", *sorted(oecd))),
        ("hs", ("", *products.editions())),
    ):
        if getattr(act, name) not in allowed:
            raise DataError(
                f"{name} {getattr(act, name)[:60]!r}",
                where=where,
                remedy=f"use one of {', '.join(a or 'nothing' for a in allowed)}",
            )
    _hold_codes(act, where)
    _hold_texts(act, where)
    _hold_days(act, where)
    lists: dict[str, Any] = {
        name: tuple(sorted(set(getattr(act, name)))) for name in ("targets", "goods", "products")
    }
    made = replace(act, **lists)
    return replace(made, id=act.id or act_id(made))


def _hold_codes(act: Act, where: str) -> None:
    if not act.targets or (not act.imposer and not act.review):
        raise DataError(
            "no imposer" if act.targets else "no target",
            where=where,
            remedy="name the economy or bloc; WLD as target when all are meant",
        )
    for code in filter(None, (act.imposer, *act.targets)):
        if not (economies.is_economy(code) or blocs.is_bloc(code)):
            raise DataError(
                f"{code[:60]!r} is neither an economy nor a bloc",
                where=where,
                remedy="use codes of `kanmon codes`",
            )
    unknown = sorted(set(act.goods) - set(goods()))
    wrong = [p for p in act.products if not products.is_hs6(p)]
    if unknown or wrong or (act.products and not act.hs):
        raise DataError(
            f"good {unknown[0][:60]!r}"
            if unknown
            else f"product {wrong[0][:60]!r}"
            if wrong
            else "products without the edition of their codes",
            where=where,
            remedy="use ids of `kanmon goods`, HS codes of six digits and an edition as HS2017",
        )


def _hold_texts(act: Act, where: str) -> None:
    for name in ("id", "source", "reason", "instrument", "quote", "review"):
        text = getattr(act, name)
        if len(text) > LONGEST or _CONTROL.search(text):
            raise DataError(
                f"{name} of {len(text)} characters"
                if len(text) > LONGEST
                else f"a control character in {name}",
                where=where,
                remedy=f"give plain text of at most {LONGEST} characters",
            )
    if not act.source.strip():
        raise DataError("no source", where=where, remedy="say where the text can be read")
    if act.span is not None and not 0 <= act.span[0] < act.span[1]:
        raise DataError(f"span {act.span}", where=where, remedy="give start and end, start first")


def _hold_days(act: Act, where: str) -> None:
    days = [(name, getattr(act, name)) for name in DAYS if getattr(act, name) is not None]
    for (first, early), (second, late) in itertools.pairwise(days):
        # A measure may bind before it is made public, and be eased before it binds.
        if second == "ended" and late < early and first != "announced":
            raise DataError(
                f"{second} on {late}, before {first} on {early}",
                where=where,
                remedy="mend the days",
            )


def measure_rows(acts: Iterable[Act], *, where: str = "measures") -> pa.Table:
    """Lay acts out as the table ``measures``: a row a target and good or product.

    Args:
        acts: acts that passed :func:`hold`; those without imposer are left out.
        where: what is named in an error.

    Returns:
        The checked table.

    Example:
        >>> act = hold(Act("CHN", ("JPN", "USA"), "export", "announced", "x"), where="x")
        >>> measure_rows([act]).num_rows
        2
    """
    from kanmon.tables.door import check_table

    names = schema("measures").names
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for act in acts:
        if not act.imposer:
            continue
        about: list[tuple[str | None, str | None]] = [(good, None) for good in act.goods]
        about += [(None, product) for product in act.products]
        for target, (good, product) in itertools.product(act.targets, about or [(None, None)]):
            own = {"target": target, "good": good, "product": product}
            own["hs"] = act.hs if product else None
            for name in names:
                value = own[name] if name in own else getattr(act, name)
                columns[name].append(None if value == "" else value)
    fields = schema("measures").arrow
    kinds = {f.name: pa.date32() if pa.types.is_date(f.type) else pa.string() for f in fields}
    table = pa.table({name: pa.array(columns[name], kinds[name]) for name in names})
    return check_table(table, "measures", where=where)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
