"""Time the reader: megabytes a second of one core, beside finding the same words and no more.

    python -m benchmarks.reading

The text is made from sentences of ``benchmarks/labels`` and plain filler, the same every time. The
baselines find forms only: one regular expression of alternatives, longest first, and pyahocorasick
where it is installed.
"""

from __future__ import annotations

import csv
import importlib.util
import random
import re
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from kanmon.analysis.reading.folding import fold
from kanmon.analysis.reading.lexicon import lexicon
from kanmon.analysis.reading.read import read

FILLER = {
    "en": "The committee met on Tuesday and heard reports on the harvest, the weather and prices. ",
    "fr": "Le comité s'est réuni mardi et a entendu les rapports sur la récolte et les prix. ",
    "ja": "委員会は火曜日に開かれ、収穫や天候、物価についての報告を受けた。",
}
ENGLISH = [
    "China banned exports of gallium and germanium to the United States on 3 December 2024.",
    "The European Union imposed anti-dumping duties on imports of glass fibre from China.",
    "Japan and the United States agreed to share information on critical minerals.",
    "Imports of cobalt from the Congo rose by a third, the ministry said.",
]


def text_of(lang: str, size: int, seed: int = 5) -> str:
    """Make a text of a size in bytes: one sentence in four is about trade."""
    told = ENGLISH
    if lang != "en":
        path = Path(__file__).parent / "labels" / f"texts_{lang}.csv"
        with path.open(encoding="utf-8") as file:
            told = [row["text"] for row in csv.DictReader(file)]
    rng, parts, bytes_made = random.Random(seed), [], 0
    while bytes_made < size:
        part = rng.choice(told) + " " if rng.random() < 0.25 else FILLER[lang]
        parts.append(part + ("\n\n" if rng.random() < 0.1 else ""))
        bytes_made += len(parts[-1].encode())
    return "".join(parts)


def rate(work: Callable[[str], object], text: str, repeats: int = 5) -> float:
    """Give megabytes of UTF-8 a second of processor time, the median of some runs."""
    spent = []
    for _ in range(repeats):
        begin = time.process_time()
        work(text)
        spent.append(time.process_time() - begin)
    return len(text.encode()) / 1e6 / statistics.median(spent)


def main() -> None:
    """Print the table."""
    print("| language | reader MB/s | plain alternation MB/s | pyahocorasick MB/s |")
    print("|---|---|---|---|")
    for lang in ("en", "fr", "ja"):
        text = text_of(lang, 1_000_000)
        forms = sorted(lexicon(lang).forms, key=len, reverse=True)
        plain = re.compile("|".join(map(re.escape, forms)))
        small = text[: len(text) // 10]
        alternation = rate(lambda t, p=plain: sum(1 for _ in p.finditer(fold(t))), small)  # type: ignore[misc]
        automaton = "not installed"
        if importlib.util.find_spec("ahocorasick"):
            import ahocorasick

            made = ahocorasick.Automaton()
            for form in forms:
                made.add_word(form, form)
            made.make_automaton()
            automaton = f"{rate(lambda t, a=made: sum(1 for _ in a.iter(fold(t))), text):.1f}"  # type: ignore[misc]
        found = read(text, lang)
        print(f"| {lang} | {rate(lambda t, w=lang: read(t, w), text):.2f} ", end="")  # type: ignore[misc]
        print(f"| {alternation:.2f} | {automaton} |  {len(found.measures)} measures")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"peak memory {peak:.2f} GB")


if __name__ == "__main__":
    main()
