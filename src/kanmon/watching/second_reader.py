"""A language model as a second reader: what it says counts only with the text's own words."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kanmon.analysis.reading.record import STAGES, Measure, Span
from kanmon.catalogue.load import goods
from kanmon.codes import blocs
from kanmon.codes.economies import is_economy
from kanmon.errors import DataError
from kanmon.watching.webhook import hold_secure

KEY = "KANMON_LLM_KEY"
_LONGEST = 60_000
_MOST = 200
_ANSWER = 4_000_000
_ASKED = (
    "List every trade-policy measure the text states as made, announced, threatened, eased or "
    "ended. Answer with JSON only: a list of objects with imposer and targets (ISO alpha-3 codes "
    "or EU; targets a list, empty when none is named), side (import or export), stage (one of "
    f"{', '.join(STAGES)}), kind (prohibition, licensing, quota, tariff, restriction, sanctions "
    "or trade_remedy), goods (a list of ids from the list below, empty when none fits), and "
    "quotes: an object that gives for imposer, act and, where named, targets and goods the exact "
    "words of the text, copied letter by letter. State nothing the text does not say."
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Name a service that speaks the OpenAI chat protocol; its key stands in KANMON_LLM_KEY.

    Example:
        >>> Endpoint("http://localhost:11434/v1", "some-model").timeout
        60.0
    """

    url: str
    model: str
    timeout: float = 60.0

    def __post_init__(self) -> None:
        if not self.url.startswith(("http://", "https://")) or not self.model:
            raise DataError(
                f"{self.url[:60]!r}, model {self.model!r}",
                where="second reader",
                remedy="give an http or https address that ends before /chat/completions, and "
                "the name of a model",
            )


@dataclass(frozen=True, slots=True)
class Second:
    """Hold what a second reader added for a person to check, and what was dropped and why.

    Example:
        >>> Second((), ("no quote of the act",)).dropped
        ('no quote of the act',)
    """

    measures: tuple[Measure, ...]
    dropped: tuple[str, ...]


def second_reading(text: str, lang: str, endpoint: Endpoint) -> Second:
    """Let a language model read a text, and keep only what the text itself bears out.

    A record is kept when its codes are known and every quotation stands in the text letter by
    letter; the others are named. What is kept is for a person to check.

    Args:
        text: an article or notice; sent to the service as it is.
        lang: its language.
        endpoint: the service.

    Returns:
        Records with spans, and what was dropped.

    Raises:
        AccessError: the address is neither HTTPS nor this machine.
        DataError: the text is too long, the service cannot be reached or answers no such JSON.

    Example:
        >>> second_reading("x", "en", Endpoint("http://127.0.0.1:9", "m", timeout=1.0))
        Traceback (most recent call last):
            ...
        kanmon.errors.DataError: http://127.0.0.1:9: no answer (Connection refused). To mend: \
check the address, the key in KANMON_LLM_KEY and that the service runs.
    """
    if len(text) > _LONGEST:
        raise DataError(
            f"{len(text):,} characters",
            where="second reader",
            remedy=f"give a text of at most {_LONGEST:,}",
        )
    rows = _rows(_answer(text, endpoint), endpoint)
    kept: list[Measure] = []
    dropped: list[str] = []
    for number, row in enumerate(rows[:_MOST], start=1):
        made = _measure(row, text, lang)
        if isinstance(made, str):
            dropped.append(f"record {number}: {made}")
        else:
            kept.append(made)
    if len(rows) > _MOST:
        dropped.append(f"{len(rows) - _MOST} records beyond the first {_MOST}")
    return Second(tuple(kept), tuple(dropped))


def _answer(text: str, endpoint: Endpoint) -> str:
    names = ", ".join(goods())
    body = {
        "model": endpoint.model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": f"{_ASKED} Goods: {names}."},
            {"role": "user", "content": text},
        ],
    }
    heads = {"Content-Type": "application/json"}
    if os.environ.get(KEY):
        heads["Authorization"] = f"Bearer {os.environ[KEY]}"
    hold_secure(endpoint.url)
    request = urllib.request.Request(  # noqa: S310  held to HTTPS or this machine above
        endpoint.url.rstrip("/") + "/chat/completions", json.dumps(body).encode(), heads
    )
    try:
        with urllib.request.urlopen(request, timeout=endpoint.timeout) as response:  # noqa: S310
            raw = response.read(_ANSWER)
        content = json.loads(raw)["choices"][0]["message"]["content"]
    except (urllib.error.URLError, OSError) as e:
        reason = getattr(e, "reason", e)
        told = getattr(reason, "strerror", None) or str(reason)
        raise DataError(
            f"no answer ({told})",
            where=endpoint.url,
            remedy=f"check the address, the key in {KEY} and that the service runs",
        ) from e
    except (ValueError, KeyError, IndexError, TypeError) as e:
        raise _strange(endpoint) from e
    if not isinstance(content, str):
        raise _strange(endpoint)
    return content


def _rows(content: str, endpoint: Endpoint) -> list[Any]:
    start, end = content.find("["), content.rfind("]")
    try:
        rows = json.loads(content[start : end + 1]) if 0 <= start < end else None
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list):
        raise _strange(endpoint)
    return rows


def _strange(endpoint: Endpoint) -> DataError:
    return DataError(
        "an answer of another form",
        where=endpoint.url,
        remedy="use a service that speaks the OpenAI chat protocol, and a model that keeps to JSON",
    )


def _measure(row: Any, text: str, lang: str) -> Measure | str:
    """Hold one record to the schema and the text; say what is wrong with it."""
    if not isinstance(row, Mapping) or not isinstance(row.get("quotes"), Mapping):
        return "no quotes"
    imposer, side, stage = (row.get(name) for name in ("imposer", "side", "stage"))
    kind, targets, named = row.get("kind"), row.get("targets"), row.get("goods")
    if not all(isinstance(part, str) for part in (imposer, side, stage, kind)):
        return "a field is no text"
    lists = (targets, named)
    if not all(isinstance(p, list) and all(isinstance(x, str) for x in p) for p in lists):
        return "targets or goods are no lists"
    assert isinstance(targets, list)
    assert isinstance(named, list)
    strange = [c for c in (imposer, *targets) if not (is_economy(str(c)) or blocs.is_bloc(str(c)))]
    if strange or side not in ("import", "export") or stage not in STAGES:
        return f"unknown code, side or stage: {strange or (side, stage)}"
    if set(named) - set(goods()):
        return f"unknown good {sorted(set(named) - set(goods()))[0][:40]!r}"
    spans: dict[str, Span] = {}
    for name, quote in row["quotes"].items():
        at = text.find(quote) if isinstance(quote, str) and quote.strip() else -1
        if at < 0:
            return f"the words given for {str(name)[:20]} are not in the text"
        spans[str(name)[:20]] = Span(at, at + len(quote))
    needed = {"imposer", "act", *(["targets"] if targets else []), *(["goods"] if named else [])}
    if needed - set(spans):
        return f"no quote of {', '.join(sorted(needed - set(spans)))}"
    whole = Span(min(s.start for s in spans.values()), max(s.end for s in spans.values()))
    return Measure(
        str(imposer),
        tuple(targets),
        tuple(named),
        (),
        str(side),
        "",
        str(kind)[:40],
        str(stage),
        "",
        "",
        "",
        False,
        0.5,
        "read by a language model",
        spans,
        whole,
        lang,
    )
