"""Read a case file: TOML or JSON, strict, one clear error."""

from __future__ import annotations

import datetime as dt
import json
import math
import tomllib
from collections.abc import Mapping
from typing import Any

from kanmon.analysis.coercion.case.record import (
    STATUS,
    STRENGTHS,
    Case,
    Earlier,
    Event,
    Evidence,
    Limit,
    Measurement,
    TradeFigure,
)
from kanmon.catalogue.coercion_rules import criteria
from kanmon.codes.blocs import is_bloc
from kanmon.codes.register import is_economy
from kanmon.errors import DataError, KanmonError

LARGEST, DEEPEST = 200_000, 20
_TEXTS = ("id", "title", "imposer", "target", "side", "stage", "scope", "stated_reason")
_SOURCED = ("reason_source", "reason_status")
_OPTIONAL = ("instrument", "title_ja", "title_fr")
_LISTS = ("event", "evidence", "measurement", "earlier", "trade")
_KNOWN = {*_TEXTS, *_SOURCED, *_OPTIONAL, *_LISTS, "goods", "hs6", "start", "end", "as_of"}
_STAGES = ("threatened", "announced", "in force", "eased", "ended")


def parse_case(text: str, *, where: str = "case", kind: str = "toml") -> Case:
    """Read a case.

    Args:
        text: the file's text; at most 200,000 characters.
        where: file named in an error.
        kind: ``toml`` or ``json``.

    Returns:
        The case.

    Raises:
        DataError: it is not of the layout; the error names field and remedy.

    Example:
        >>> parse_case("id = 1")
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: case: no title. To mend: give it (docs/how-to/coercion.md).
    """
    if len(text) > LARGEST or kind not in ("toml", "json"):
        raise DataError(
            f"{len(text)} characters of {kind}", where=where, remedy=f"at most {LARGEST}"
        )
    try:
        raw = json.loads(text) if kind == "json" else tomllib.loads(text)
    except (ValueError, RecursionError) as e:
        raise DataError(str(e)[:200], where=where, remedy=f"write {kind.upper()}") from e
    if not isinstance(raw, dict):
        raise DataError("no table", where=where, remedy="write one table of fields")
    try:
        return _case(raw, where)
    except KanmonError:
        raise
    except (TypeError, ValueError, OverflowError) as e:
        raise DataError(str(e)[:200], where=where, remedy="check the types of the fields") from e


def _case(raw: Mapping[str, Any], where: str) -> Case:
    for name in (*_TEXTS, *_SOURCED):
        if name not in raw and name != "id":
            raise DataError(f"no {name}", where=where, remedy="give it (docs/how-to/coercion.md)")
    strange = sorted(set(map(str, raw)) - _KNOWN - {"missing"})
    if strange:
        raise DataError(
            f"unknown field {strange[0]!r}"[:120],
            where=where,
            remedy=f"use {', '.join(sorted(_KNOWN))}",
        )
    texts = {name: _text(raw, name, where) for name in (*_TEXTS, *_SOURCED)}
    texts |= {name: _text(raw, name, where, "") for name in _OPTIONAL}
    for name in ("imposer", "target"):
        if not (is_economy(texts[name]) or is_bloc(texts[name])):
            raise DataError(
                f"{name} {texts[name]!r}"[:120],
                where=where,
                remedy="use an ISO 3166 alpha-3 code or a bloc",
            )
    _one_of(texts["side"], ("import", "export"), f"{where}, side")
    _one_of(texts["stage"], _STAGES, f"{where}, stage")
    _one_of(texts["reason_status"], STATUS, f"{where}, reason_status")
    start, end = _day(raw, "start", where), _day(raw, "end", where, optional=True)
    if start is None or (end is not None and end < start):
        raise DataError(
            f"from {start} to {end}", where=where, remedy="give start, and an end after it"
        )
    return Case(
        **texts,
        goods=_words(raw, "goods", where),
        hs6=_words(raw, "hs6", where, least=0),
        missing=_words(raw, "missing", where, least=0),
        start=start,
        end=end,
        as_of=_day(raw, "as_of", where, optional=True),
        events=tuple(
            sorted((_event(r, w) for r, w in _rows(raw, "event", where)), key=lambda e: e.day)
        ),
        evidence=tuple(_evidence(r, w) for r, w in _rows(raw, "evidence", where)),
        measurements=tuple(_measurement(r, w) for r, w in _rows(raw, "measurement", where)),
        earlier=tuple(
            Earlier(
                _text(r, "year", w),
                _text(r, "target", w),
                _text(r, "what", w),
                _text(r, "source", w),
                _status(r, w),
            )
            for r, w in _rows(raw, "earlier", where)
        ),
        trade=tuple(
            TradeFigure(
                _text(r, "period", w),
                _text(r, "what", w),
                _number(r, "value", w),
                _text(r, "unit", w),
                _text(r, "source", w),
                _status(r, w),
            )
            for r, w in _rows(raw, "trade", where)
        ),
    )


def _rows(raw: Mapping[str, Any], name: str, where: str) -> list[tuple[Mapping[str, Any], str]]:
    found = raw.get(name, [])
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise DataError(f"{name} is no list of tables", where=where, remedy=f"write [[{name}]]")
    return [(row, f"{where}, {name} {n}") for n, row in enumerate(found, start=1)]


def _event(row: Mapping[str, Any], where: str) -> Event:
    day = _day(row, "day", where)
    if day is None:
        raise DataError("no day", where=where, remedy="give it")
    return Event(
        day,
        _text(row, "kind", where),
        _text(row, "text", where),
        _text(row, "source", where),
        _status(row, where),
        _text(row, "ja", where, ""),
        _text(row, "fr", where, ""),
    )


def _evidence(row: Mapping[str, Any], where: str) -> Evidence:
    name = _text(row, "criterion", where)
    _one_of(name, tuple(criteria()), f"{where}, criterion")
    speaks = _text(row, "speaks", where)
    _one_of(speaks, ("for", "against"), f"{where}, speaks")
    strength = _text(row, "strength", where)
    _one_of(strength, STRENGTHS, f"{where}, strength")
    return Evidence(
        name,
        speaks == "for",
        strength,
        _text(row, "text", where),
        _text(row, "source", where),
        _status(row, where),
        _text(row, "ja", where, ""),
        _text(row, "fr", where, ""),
    )


def _measurement(row: Mapping[str, Any], where: str) -> Measurement:
    limits = []
    for one, place in _rows(row, "limit", where):
        kind = _text(one, "kind", place)
        _one_of(kind, ("operational", "exporter", "importer", "international"), f"{place}, kind")
        value = _number(one, "value", place)
        limits.append(Limit(kind, value, _text(one, "source", place), _status(one, place)))
    samples, above = row.get("samples"), row.get("above")
    for name, count in (("samples", samples), ("above", above)):
        if isinstance(count, bool) or not (
            isinstance(count, int) or (name == "above" and count is None)
        ):
            raise DataError(f"{name} {count!r}"[:80], where=where, remedy="give a whole number")
    independent = row.get("independent")
    if not (independent is None or isinstance(independent, bool)):
        raise DataError("independent", where=where, remedy="write true or false")
    return Measurement(
        _text(row, "substance", where),
        _text(row, "unit", where),
        int(samples or 0),
        above,
        _text(row, "source", where),
        _status(row, where),
        None if "highest" not in row else _number(row, "highest", where),
        None if "detection" not in row else _number(row, "detection", where),
        independent,
        tuple(limits),
        _text(row, "period", where, ""),
    )


def _text(raw: Mapping[str, Any], name: str, where: str, otherwise: str | None = None) -> str:
    value = raw.get(name, otherwise)
    if not isinstance(value, str) or (not value.strip() and otherwise is None):
        raise DataError(f"{name} {value!r}"[:120], where=where, remedy="write some text")
    if len(value) > 5_000 or any(ord(c) < 32 and c not in "\n\t" for c in value):
        raise DataError(
            f"{name} of {len(value)} characters", where=where, remedy="plain text, at most 5,000"
        )
    return value.strip()


def _words(raw: Mapping[str, Any], name: str, where: str, least: int = 1) -> tuple[str, ...]:
    value = raw.get(name, [])
    fine = isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)
    if not fine or len(value) < least:
        raise DataError(f"{name} {value!r}"[:120], where=where, remedy="write a list of words")
    return tuple(value)


def _number(raw: Mapping[str, Any], name: str, where: str) -> float:
    value = raw.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DataError(f"{name} {value!r}"[:80], where=where, remedy="give a number")
    if not math.isfinite(value) or not 0.0 <= value <= 1e18:
        raise DataError(f"{name} {value}"[:80], where=where, remedy="give a number from 0")
    return float(value)


def _day(
    raw: Mapping[str, Any], name: str, where: str, *, optional: bool = False
) -> dt.date | None:
    value = raw.get(name)
    if value is None and optional:
        return None
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            value = None
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise DataError(f"{name} {value!r}"[:80], where=where, remedy="write a day as 2023-08-24")
    return value


def _status(row: Mapping[str, Any], where: str) -> str:
    value = _text(row, "status", where)
    _one_of(value, STATUS, f"{where}, status")
    return value


def _one_of(value: str, allowed: tuple[str, ...], where: str) -> None:
    if value not in allowed:
        raise DataError(f"{value!r}"[:80], where=where, remedy=f"use one of {', '.join(allowed)}")
