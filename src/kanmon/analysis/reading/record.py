"""What is read out of a text: each fact with the characters it stands on."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("measure", "commitment", "signal", "party", "good", "date")
STAGES = ("threatened", "announced", "in_force", "eased", "ended")


@dataclass(frozen=True, slots=True)
class Span:
    """Point at characters of the text: ``text[start:end]``.

    Example:
        >>> Span(0, 5).of("China bans")
        'China'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Give the characters pointed at."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Mention:
    """Name an economy, bloc, good, body or date found in the text.

    ``kind`` is ``party``, ``good``, ``body`` or ``date``; ``code`` its identifier.

    Example:
        >>> Mention("party", "CHN", Span(0, 5)).code
        'CHN'
    """

    kind: str
    code: str
    span: Span


@dataclass(frozen=True, slots=True)
class Measure:
    """State a trade-policy act as the text tells it.

    ``imposer`` and ``targets`` are economies or blocs (empty: the text does not say); ``side``
    is import or export; ``mast`` a MAST chapter and ``kind`` the OECD type where they fit;
    ``negated`` marks what the text says did not happen; ``attributed`` names the span of who is
    quoted as saying so (in ``spans``). ``confidence`` is 0 to 1; ``review`` says why a person
    should look, empty when none need. ``spans`` are by field name; ``sentence`` is the sentence
    it stands in.

    Example:
        >>> Measure("CHN", ("JPN",), ("scallops",), (), "import", "E", "prohibition", "in_force",
        ...         "", "", "", False, 0.9, "", {"imposer": Span(0, 5)}, Span(0, 40), "en").imposer
        'CHN'
    """

    imposer: str
    targets: tuple[str, ...]
    goods: tuple[str, ...]
    products: tuple[str, ...]
    side: str
    mast: str
    kind: str
    stage: str
    reason: str
    instrument: str
    date: str
    negated: bool
    confidence: float
    review: str
    spans: dict[str, Span]
    sentence: Span
    lang: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """State what parties say they will do.

    ``owners`` are economies or blocs; ``act`` a verb class (``assess``, ``diversify``,
    ``consult``, ``restrict``, ``share``, ``reduce``, ``develop``, ``request``...); ``about``
    goods or topics; ``due`` an ISO date when the text gives one.

    Example:
        >>> Commitment(("JPN", "USA"), "reduce", ("russian_fuel",), "", Span(0, 9), {}, "fr").act
        'reduce'
    """

    owners: tuple[str, ...]
    act: str
    about: tuple[str, ...]
    due: str
    sentence: Span
    spans: dict[str, Span]
    lang: str


@dataclass(frozen=True, slots=True)
class Listing:
    """State a change to a list of restricted parties, as the notice counts it.

    ``list`` is ``entity_list``, ``meu_list``, ``unverified_list``...; ``action`` is ``add``,
    ``remove`` or ``revise``; ``count`` counts entities and ``entries`` entries (None: not said);
    ``destinations`` are economies, each with its own count where the text gives one.

    Example:
        >>> Listing("entity_list", "add", 2, None, (("BLR", 2),), {}, Span(0, 9)).count
        2
    """

    list: str
    action: str
    count: int | None
    entries: int | None
    destinations: tuple[tuple[str, int | None], ...]
    spans: dict[str, Span]
    sentence: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """Gather what one text says, in the order it says it.

    ``queue`` has acts that a person must look at before they count as measures, because the
    text names no imposer; ``listings`` are changes to lists of restricted parties.

    Example:
        >>> Reading("en", "", (), (), ()).measures
        ()
    """

    lang: str
    title: str
    mentions: tuple[Mention, ...]
    measures: tuple[Measure, ...]
    commitments: tuple[Commitment, ...]
    listings: tuple[Listing, ...] = ()
    queue: tuple[Measure, ...] = ()
