"""The readable twin of the kernel: candidates by rare letters, then names word by word."""

from __future__ import annotations

from collections.abc import Iterator
from math import log2

import numpy as np
from numpy.typing import NDArray

from kanmon.analysis.names.forms import NUMBER, READ
from kanmon.analysis.names.pack import Packed
from kanmon.analysis.names.partners import FEATURES, features, partners
from kanmon.analysis.names.record import Reach
from kanmon.analysis.names.skeleton import coarse
from kanmon.analysis.names.spread import Spread, spread

_KINDS = ("letters", "heard", "written", "meaning", "acronym")
Key = tuple[str, str]


class Twin:
    """Compare in plain Python; for reading and for tests, not for speed.

    Example:
        >>> from kanmon.analysis.names.fold import fold
        >>> from kanmon.analysis.names.pack import pack
        >>> twin = Twin(pack([fold("Acme Rotor Works"), fold("Volga Radio")]))
        >>> twin.candidates(pack([fold("Acme Rotors")]), Reach(top=2)).tolist()
        [[0, -1]]
    """

    def __init__(self, listed: Packed) -> None:
        self._forms = spread(listed)
        self._posted: dict[Key, list[int]] = {}
        keys = [_keys(form, listed=True) for form in self._forms]
        for f, found in enumerate(keys):
            for key in found:
                self._posted.setdefault(key, []).append(f)
        self._rarity = {
            key: max(1, int(64.0 * log2((len(keys) + 1.0) / len(forms)) + 0.5))
            for key, forms in self._posted.items()
        }
        self._norm = [
            max(1, sum(self._rarity[key] ** 2 for key in found if key[0] == "letters")) ** 0.5
            for found in keys
        ]

    def candidates(self, asked: Packed, reach: Reach) -> NDArray[np.int32]:
        """Give for each asked form the listed forms most like it, -1 where there are fewer."""
        forms = spread(asked)
        out = np.full((len(forms), reach.top), -1, np.int32)
        for row, form in zip(out, forms, strict=True):
            total: dict[int, int] = {}
            spent = 0
            found = [key for key in _keys(form, listed=False) if key in self._posted]
            for key in sorted(found, key=lambda k: (len(self._posted[k]), _code(k))):
                if spent and spent + len(self._posted[key]) > reach.budget:
                    break
                spent += len(self._posted[key])
                for f in self._posted[key]:
                    total[f] = total.get(f, 0) + self._rarity[key] ** 2
            best = sorted((-much / self._norm[f], f) for f, much in total.items())
            for place, (_, f) in enumerate(best[: reach.top]):
                row[place] = f
        return out

    def compare(
        self, asked: Packed, left: NDArray[np.int32], right: NDArray[np.int32], _threads: int, /
    ) -> NDArray[np.float64]:
        """Give the features of pairs of an asked and a listed form; one thread whatever is said."""
        forms = spread(asked)
        rows = [
            features(forms[i], self._forms[j], partners(forms[i], self._forms[j]))
            for i, j in zip(left, right, strict=True)
        ]
        return np.array(rows, np.float64).reshape(-1, len(FEATURES))


def _grams(word: str) -> Iterator[str]:
    padded = f"\0{word}\0" if len(word) > 1 else f"\0\0{word}"
    if len(word) == 1:
        yield f"\0{word}\0"
    yield from (padded[i : i + 3] for i in range(len(padded) - 2))


def _keys(form: Spread, *, listed: bool) -> set[Key]:
    """List what a form is found under (as listed) or looks under (as asked)."""
    keys: set[Key] = set()
    for word in form.words:
        keys |= {("letters", _coded(g)) for g in _grams(word.text)}
        if word.concept >= 0:
            keys.add(("meaning", str(word.concept)))
        if len(word.bones) < 2 or word.kind & NUMBER:
            continue
        heard = bool(word.kind & READ)
        bones = {_coded(g) for g in _grams(coarse(word.bones))}
        # A written word needs only the heard ones: written ones share its letters.
        if listed or heard:
            keys |= {("heard" if heard or not listed else "written", g) for g in bones}
        if not listed:
            keys |= {("written" if heard else "heard", g) for g in bones}
    if len(form.initials) >= 3:
        keys.add(("acronym", _hashed(form.initials)))
    if form.heavy == 1 and 3 <= len(form.whole) <= 8:
        keys.add(("acronym", _hashed(form.whole)))
    return keys


def _letter(c: str) -> int:
    if "a" <= c <= "z":
        return ord(c) - ord("a") + 1
    if "0" <= c <= "9":
        return ord(c) - ord("0") + 27
    return 0 if c == "\0" else 37 + ord(c) % 27


def _coded(gram: str) -> str:
    """Fold a gram to what the kernel's key holds of it."""
    return ",".join(str(_letter(c)) for c in gram)


def _hashed(word: str) -> str:
    h = 0
    for c in word:
        h = (h * 37 + _letter(c)) & ((1 << 18) - 1)
    return str(h)


def _code(key: Key) -> tuple[int, int]:
    """Order keys as the kernel does."""
    kind = _KINDS.index(key[0])
    if "," not in key[1]:
        return kind, int(key[1])
    a, b, c = map(int, key[1].split(","))
    return kind, a << 12 | b << 6 | c
