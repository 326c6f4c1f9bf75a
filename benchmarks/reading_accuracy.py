"""Hold the reader to labelled texts, and write docs/reading-accuracy.md.

    python -m benchmarks.reading_accuracy [--shared ../shared/data]

Labels stand in ``benchmarks/labels``, by document number or with a text written for them; texts
of others are read from the shared data and never kept.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from kanmon.analysis.reading.read import read
from kanmon.analysis.reading.record import Measure

LABELS = Path(__file__).parent / "labels"
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """One text: what it says by its label, and what was read."""

    label: Row
    measures: tuple[Measure, ...]

    @property
    def said(self) -> bool:
        return bool(self.label.get("imposer") or self.label.get("kind"))

    @property
    def read(self) -> bool:
        return bool(self.measures)

    def field(self, name: str) -> bool:
        """Whether a field of some record is as labelled."""
        want = self.label[name]
        if name == "targets":
            found = {target for m in self.measures for target in m.targets}
            return found == set(want.split())
        denied = self.label.get("stage") == "denied"
        some = [m for m in self.measures if m.negated == denied]
        return any(want == "denied" or getattr(m, name) == want for m in some)


def rows(name: str) -> list[Row]:
    """Read a file of labels."""
    with (LABELS / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def entity_list(texts: dict[str, str]) -> tuple[int, int]:
    """Count abstracts whose added entities and destinations are all right."""
    right, labels = 0, rows("entity_list.csv")
    for label in labels:
        found = [
            one
            for one in read(texts[label["document"]], "en").listings
            if (one.list, one.action) == ("entity_list", "add")
        ]
        got = {place: n for one in found for place, n in one.destinations}
        want = {}
        for part in label["destinations"].split():
            place, _, n = part.partition(":")
            want[place] = int(n) if n else None
        count = sum(one.count or 0 for one in found) if found else None
        # Where the label has no count a place, one is not asked for.
        same = set(got) == set(want) and all(n is None or got[p] == n for p, n in want.items())
        right += same and count == (int(label["count"]) if label["count"] else None)
    return right, len(labels)


def line(name: str, judged: list[Judged], fields: Iterable[str]) -> str:
    """Write one row of the table: precision and recall of a measure, then each field."""
    hits = [j for j in judged if j.said and j.read]
    told = sum(j.said for j in judged)
    read_out = sum(j.read for j in judged)
    cells = [
        name,
        str(len(judged)),
        str(told),
        _share(len(hits), read_out),
        _share(len(hits), told),
    ]
    for field in ("imposer", "side", "targets", "stage", "kind"):
        if field in fields:
            cells.append(_share(sum(j.field(field) for j in hits), len(hits)))
        else:
            cells.append("–")
    return "| " + " | ".join(cells) + " |"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f} ({part}/{whole})" if whole else "–"


def main() -> None:
    """Judge every labelled text and write the page."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--shared", type=Path, default=Path("../shared/data"))
    asked.add_argument("--write", type=Path, default=Path("docs/reading-accuracy.md"))
    chosen = asked.parse_args()
    notices = {
        r["document_number"]: f"{r['title']}\n\n{r['abstract']}"
        for r in pq.read_table(
            chosen.shared / "federal_register_trade_abstracts" / "abstracts.parquet"
        ).to_pylist()
    }
    news = {
        r["id"]: f"{r['headline_detok']}\n\n{r['article_detok']}"
        for r in pq.read_table(chosen.shared / "ja_wikinews_trade" / "articles.parquet").to_pylist()
    }
    right, whole = entity_list(notices)
    lines = []
    for part in ("development", "blind"):
        some = [
            Judged(label, read(notices[label["document"]], "en", "USA").measures)
            for label in rows("notices_en.csv")
            if label["part"] == part
        ]
        shown = ("side", "targets", "kind")
        lines.append(line(f"US notices, {part}", some, shown))
        plain = [j for j in some if all(m.kind != "trade_remedy" for m in j.measures)]
        plain = [j for j in plain if j.label["kind"] != "trade_remedy"]
        lines.append(line(f"the same without trade remedies, {part}", plain, shown))
    lines.append(
        line(
            "Japanese Wikinews, blind",
            [Judged(one, read(news[one["id"]], "ja").measures) for one in rows("wikinews_ja.csv")],
            ("imposer", "targets", "stage"),
        )
    )
    for lang, name in (("fr", "French"), ("ja", "Japanese")):
        lines.append(
            line(
                f"{name} texts written from facts, blind",
                [Judged(r, read(r["text"], lang).measures) for r in rows(f"texts_{lang}.csv")],
                ("imposer", "side", "targets", "stage"),
            )
        )
    chosen.write.write_text(PAGE.format(right=right, whole=whole, rows="\n".join(lines)), "utf-8")
    print(chosen.write.read_text("utf-8"))


PAGE = """# How often the reader is right

Generated by `python -m benchmarks.reading_accuracy`; the labels are in `benchmarks/labels`.

US notices that change the Entity List: count of added entities and every destination right in
**{right} of {whole}** abstracts (all such abstracts in the sample; rules were written on them).

| texts | texts | state a measure | precision | recall | imposer | side | targets | stage | kind |
|---|---|---|---|---|---|---|---|---|---|
{rows}

A text counts once: it states a measure that was made, changed, extended, eased or denied, or it
does not. Precision and recall are of that; the fields are judged where a measure was both stated
and found. Reviews, inquiries, proposals and court decisions about existing duties are no measure.

- US notices: abstracts of the Federal Register, drawn by hash of their number; read with
  `--author USA`. Rules were mended on *development*; *blind* was labelled and run once, after that.
- Most wrong findings among the blind notices are duties that a notice reviews and leaves as they
  are: the reader reports the standing duty as a measure. Without trade remedies that is rare.
- Japanese Wikinews: all 214 articles; hardly any is about trade measures, so that recall says
  little.
- French and Japanese texts were written for this from public facts by one who knows the rules,
  and run once: expect less on texts of others.
"""


if __name__ == "__main__":
    main()
