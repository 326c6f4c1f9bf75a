"""The two engines that compare packed names: the compiled one and its readable twin."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kanmon.analysis.names.pack import Packed
from kanmon.analysis.names.partners import FEATURES
from kanmon.analysis.names.record import Reach
from kanmon.analysis.names.twin import Twin
from kanmon.compiled import compiled
from kanmon.errors import DataError

Places = NDArray[np.int32]
Values = NDArray[np.float64]


class Engine(Protocol):
    """Hold a list of packed names and compare others with it.

    Example:
        >>> Engine.__doc__[:4]
        'Hold'
    """

    def candidates(self, asked: Packed, reach: Reach) -> Places:
        """Give for each asked form the listed forms most like it, -1 where there are fewer."""
        ...

    def compare(self, asked: Packed, left: Places, right: Places, threads: int, /) -> Values:
        """Give the features of pairs of an asked and a listed form, one row a pair."""
        ...


class Native:
    """Compare in the compiled engine.

    Example:
        >>> from kanmon.analysis.names.fold import fold
        >>> from kanmon.analysis.names.pack import pack
        >>> engine = Native(pack([fold("Acme Rotor Works"), fold("Volga Radio")]))
        >>> engine.candidates(pack([fold("Acme Rotors")]), Reach(top=2)).tolist()
        [[0, -1]]
    """

    def __init__(self, listed: Packed) -> None:
        self._module: Any = compiled("comparison of names")
        self._list = self._module.name_list(listed.words(), listed.forms())
        self._asked: tuple[Packed, Any] | None = None

    def _handle(self, asked: Packed) -> Any:
        """Hand the asked names over once for candidates and comparison."""
        if self._asked is None or self._asked[0] is not asked:
            self._asked = (asked, self._module.name_list(asked.words(), asked.forms()))
        return self._asked[1]

    def candidates(self, asked: Packed, reach: Reach) -> Places:
        """Give for each asked form the listed forms most like it, -1 where there are fewer."""
        form = np.full((len(asked.name), reach.top), -1, np.int32)
        likeness = np.zeros(form.shape)
        how = (reach.top, reach.budget, reach.threads)
        self._list.candidates(self._handle(asked), how, form, likeness)
        return form

    def compare(self, asked: Packed, left: Places, right: Places, threads: int, /) -> Values:
        """Give the features of pairs of an asked and a listed form, one row a pair."""
        features = np.zeros((len(left), len(FEATURES)))
        self._list.compare(self._handle(asked), left, right, features, threads)
        return features


def make_engine(name: str, listed: Packed) -> Engine:
    """Make an engine over listed names.

    Args:
        name: ``native``, or ``numpy`` for the slow twin.
        listed: the names.

    Returns:
        The engine.

    Raises:
        DataError: no such engine.

    Example:
        >>> from kanmon.analysis.names.fold import fold
        >>> from kanmon.analysis.names.pack import pack
        >>> type(make_engine("numpy", pack([fold("Acme")]))).__name__
        'Twin'
    """
    if name == "native":
        return Native(listed)
    if name == "numpy":
        return Twin(listed)
    raise DataError(f"no engine {name!r}", where="comparison of names", remedy="native or numpy")
