"""The chip supply chain: who provides which input, with its share where one is given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from kanmon.errors import DataError
from kanmon.sources.named import economies_of
from kanmon.sources.raw import origin
from kanmon.sources.rows import read_rows
from kanmon.sources.source import Card, Issue, Progress, Reading, load_card
from kanmon.tables.door import check_table
from kanmon.tables.schema import schema

_FILES = {
    "provision": ("provider_id", "provider_name", "provided_id", "provided_name", "share_provided"),
    "providers": ("provider_id", "provider_name", "provider_type", "country"),
    "inputs": ("input_id", "input_name", "stage_id"),
    "stages": ("stage_id", "stage_name"),
}
_LAYOUTS = ({"year", "source"}, {"negligible_market_share"})
_SHARE = re.compile(r"^(\d+(?:\.\d+)?)\s*%?$")
# Three-letter codes the publisher coined; several economies have none of ours.
_OWN_CODES = {"MAL": "MYS"}
_SEVERAL = frozenset({"Various", "Various countries", "EUR"})

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class EtoChips:
    """Read the Advanced Semiconductor Supply Chain Dataset.

    Example:
        >>> EtoChips().card.licence.non_commercial
        True
    """

    @property
    def card(self) -> Card:
        """The source's card."""
        return load_card(__package__)

    def read(self, path: Path, progress: Progress | None = None) -> Reading:
        """Read a folder with the files of one release."""
        tell = progress or (lambda _what, _done: None)
        tell(path.name, 0.0)
        if not path.is_dir():
            raise DataError(
                "not a folder", where=path.name, remedy="hand over the folder of the release"
            )
        files: dict[str, list[Row]] = {}
        repairs: list[Issue] = []
        for name, required in _FILES.items():
            where = f"{path.name}/{name}.csv"
            table, found = read_rows(path / f"{name}.csv", where=where, required=required)
            if name == "provision":
                _check_layout(table.column_names, where)
            files[name] = table.to_pylist()
            repairs += found
        rows, issues = _provision(files, path.name)
        years = [row["year"] for row in rows if row["year"] is not None]
        edition = f"to {max(years)}" if years else "undated"
        table = pa.Table.from_pylist(rows, schema=_plain("provision"))
        reading = Reading(
            {"provision": check_table(table, "provision", where=path.name)},
            origin(self.card, [path / f"{name}.csv" for name in _FILES], edition),
            f"ETO{max(years)}" if years else "ETO-undated",
            (_terms(len(rows), path.name), *repairs, *issues),
        )
        tell("read", 1.0)
        return reading


def _check_layout(columns: list[str], where: str) -> None:
    """Refuse a provision file that is of neither layout: a lost column would lose its word."""
    if not any(layout <= set(columns) for layout in _LAYOUTS):
        raise DataError(
            "neither columns year and source nor column negligible_market_share",
            where=where,
            remedy="check that the file is whole and of a release this source reads",
        )


def _terms(rows: int, where: str) -> Issue:
    return Issue(
        "doubt", "licence: non-commercial (CC BY-NC 4.0); do not ship in a paid work", rows, where
    )


def _plain(name: str) -> pa.Schema:
    """Give the table's columns with codes as plain strings, as they are before the door."""
    return pa.schema(
        [
            (f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type)
            for f in schema(name).arrow
        ]
    )


def _provision(files: dict[str, list[Row]], where: str) -> tuple[list[dict[str, Any]], list[Issue]]:
    providers = {row["provider_id"]: row for row in files["providers"]}
    stages = {row["stage_id"]: row["stage_name"] for row in files["stages"]}
    stage_of = {row["input_id"]: stages.get(row["stage_id"], "") for row in files["inputs"]}
    stage_of |= stages
    seats = {key: _seat(provider) for key, provider in providers.items()}
    named = economies_of(list(seats.values()), "eto")
    economy_of = dict(zip(seats, named.codes, strict=True))
    rows: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    doubled = 0
    for row in files["provision"]:
        provider = providers.get(row["provider_id"])
        if provider is None:
            raise DataError(
                f"provider {row['provider_id']!r} is not in providers.csv",
                where=where,
                remedy="hand over the files of one release",
            )
        key = (row["provider_id"], row["provided_id"])
        doubled += key in seen
        seen.add(key)
        share, remark = _share(row, where)
        rows.append(
            {
                "year": int(row["year"]) if row.get("year") else None,
                "input": row["provided_name"],
                "stage": stage_of.get(row["provided_id"]) or None,
                "provider": row["provider_name"],
                "economy": economy_of[row["provider_id"]],
                "kind": "economy" if provider["provider_type"] == "country" else "organisation",
                "share": share,
                "source": " -- ".join(t for t in (row.get("source", ""), remark) if t) or None,
            }
        )
    return rows, _issues(rows, doubled, named.unknown, where)


def _issues(
    rows: list[dict[str, Any]], doubled: int, unknown: dict[str, int], where: str
) -> list[Issue]:
    blank = sum(1 for row in rows if row["share"] is None)
    strange = {name: n for name, n in unknown.items() if name and name not in _SEVERAL}
    issues = [Issue("doubt", "provided without a share (not zero)", blank, where)] if blank else []
    if doubled:
        issues.append(Issue("doubt", "a provider stands twice for an input", doubled, where))
    if strange:
        what = f"providers of no known economy, kept by name: {', '.join(sorted(strange))}"
        issues.append(Issue("doubt", what, sum(strange.values()), where))
    return issues


def _seat(provider: Row) -> str:
    """Give the code of the economy a provider is, or has its headquarters in."""
    code = provider["provider_name" if provider["provider_type"] == "country" else "country"]
    return _OWN_CODES.get(code.strip(), code.strip())


def _share(row: Row, where: str) -> tuple[float | None, str]:
    text = row["share_provided"].strip()
    remark = row.get("negligible_market_share", "").strip()
    if not text:
        return None, remark
    if found := _SHARE.match(text):
        return float(found[1]), remark
    if text.isalpha():
        # The words negligible and major stood in this column in some releases.
        return None, text
    raise DataError(
        f"share {text!r} of {row['provider_name']} in {row['provided_name']}",
        where=where,
        remedy="shares are percent of the world market, or blank",
    )
