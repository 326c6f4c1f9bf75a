"""The strict door of the catalogue: every field popped, every leftover refused, files named."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kanmon.catalogue.good import Good, Mineral, Names
from kanmon.codes import products
from kanmon.codes.register import LANGUAGES
from kanmon.errors import DataError

SOURCES = ("usgs_mcs", "bgs", "wmd")
ROLES = ("production", "net_import_reliance", "reserves")
_ID = re.compile(r"^[a-z][a-z0-9_]*$")
_CODE = re.compile(r"^\d{6}$")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Hold the closed lists a good's fields are taken from.

    Example:
        >>> Vocabulary({"minerals"}, {"ore"}, {"batteries"}).stages
        {'ore'}
    """

    sectors: Collection[str]
    stages: Collection[str]
    end_uses: Collection[str]


def parse_goods(text: str, vocabulary: Vocabulary, *, where: str) -> tuple[Good, ...]:
    """Read one file of goods: a sector, then one table a good.

    Args:
        text: TOML.
        vocabulary: closed lists the fields are taken from.
        where: file named in an error.

    Returns:
        The goods in file order.

    Raises:
        DataError: the text is no TOML, or a good is not what a good must be.

    Example:
        >>> text = '''sector = "minerals"
        ... [cobalt_ore]
        ... name = { en = "cobalt ore", ja = "コバルト鉱", fr = "minerai de cobalt" }
        ... stage = "ore"
        ... material = "cobalt"
        ... end_uses = ["batteries"]
        ... hs = { "HS1992-HS2022" = ["260500"] }
        ... '''
        >>> words = Vocabulary({"minerals"}, {"ore"}, {"batteries"})
        >>> parse_goods(text, words, where="x.toml")[0].codes("HS2007")
        ('260500',)
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise DataError(f"no TOML: {e}", where=where, remedy="mend the line named") from e
    sector = raw.pop("sector", None)
    if sector not in vocabulary.sectors:
        raise DataError(
            f"sector {sector!r}",
            where=where,
            remedy=f"begin the file with sector = one of {', '.join(sorted(vocabulary.sectors))}",
        )
    return tuple(
        _good(key, fields, str(sector), vocabulary, f"{where}, good {key}")
        for key, fields in raw.items()
    )


def check_together(goods: Iterable[tuple[str, Good]]) -> dict[str, Good]:
    """Hold goods of all files to what one file cannot tell: ids once, codes shared knowingly.

    Args:
        goods: file name and good, in order.

    Returns:
        Goods by id, in order.

    Raises:
        DataError: an id or a name stands twice, or a code belongs to several goods one of
            which is not marked as a basket.

    Example:
        >>> check_together([])
        {}
    """
    found: dict[str, Good] = {}
    names: dict[tuple[str, str], str] = {}
    holders: dict[tuple[str, str], list[Good]] = {}
    for where, good in goods:
        if good.id in found:
            raise DataError(
                "the id stands twice", where=f"{where}, good {good.id}", remedy="rename one"
            )
        found[good.id] = good
        for lang in LANGUAGES:
            other = names.setdefault((lang, good.name(lang).casefold()), good.id)
            if other != good.id:
                raise DataError(
                    f"its name ({lang}) {good.name(lang)!r} is that of {other} too",
                    where=f"{where}, good {good.id}",
                    remedy="tell the two apart by name",
                )
        for edition, codes in good.hs.items():
            for code in codes:
                holders.setdefault((edition, code), []).append(good)
    for (edition, code), several in holders.items():
        bare = [g.id for g in several if not g.basket]
        if len(several) > 1 and bare:
            raise DataError(
                f"code {code} of {edition} is shared by {', '.join(g.id for g in several)}",
                where=f"catalogue/goods, good {bare[0]}",
                remedy="set basket = true and say in basket_note what else the code holds",
            )
    return found


def _good(key: str, fields: Any, sector: str, vocabulary: Vocabulary, where: str) -> Good:
    if not isinstance(fields, dict):
        raise DataError(f"unknown field {key!r}", where=where, remedy="write a table for each good")
    if not _ID.match(key):
        raise DataError("the id", where=where, remedy="use small letters, digits and underscores")
    left = dict(fields)
    good = Good(
        id=key,
        names=_names(left.pop("name", {}), where),
        sector=sector,
        stage=_one_of(left.pop("stage", None), vocabulary.stages, "stage", where),
        material=_text(left.pop("material", None), "material", where),
        hs=_codes(left.pop("hs", {}), where),
        hs_note=_text(left.pop("hs_note", ""), "hs_note", where, empty=True),
        basket=_flag(left.pop("basket", False), where),
        basket_note=_text(left.pop("basket_note", ""), "basket_note", where, empty=True),
        minerals=tuple(_mineral(m, where) for m in left.pop("minerals", [])),
        end_uses=tuple(
            _one_of(use, vocabulary.end_uses, "end use", where) for use in left.pop("end_uses", [])
        ),
    )
    _refuse_left(left, where)
    if not good.end_uses:
        raise DataError("no end_uses", where=where, remedy="name at least one of end_uses.csv")
    if good.basket != bool(good.basket_note):
        raise DataError(
            f"basket is {str(good.basket).lower()} and basket_note {good.basket_note!r}",
            where=where,
            remedy="give both, or neither",
        )
    if not good.hs_note and (empty := [e for e, codes in good.hs.items() if not codes]):
        raise DataError(
            f"no code in {', '.join(empty)} and no hs_note",
            where=where,
            remedy="say in hs_note where the good was before",
        )
    return good


def _refuse_left(left: Mapping[str, Any], where: str) -> None:
    if left:
        raise DataError(f"unknown fields {sorted(left)}", where=where, remedy="remove them")


def _text(value: Any, field: str, where: str, *, empty: bool = False) -> str:
    if not isinstance(value, str) or not (empty or value.strip()) or value != value.strip():
        raise DataError(f"{field} is {value!r}", where=where, remedy=f"give {field} as plain text")
    return value


def _flag(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise DataError(f"basket is {value!r}", where=where, remedy="write true or false")
    return value


def _one_of(value: Any, known: Collection[str], field: str, where: str) -> str:
    if value not in known:
        raise DataError(
            f"{field} {value!r}", where=where, remedy=f"use one of {', '.join(sorted(known))}"
        )
    return str(value)


def _names(value: Any, where: str) -> Names:
    left = dict(value) if isinstance(value, dict) else {}
    names = Names(*(_text(left.pop(lang, None), f"name.{lang}", where) for lang in LANGUAGES))
    _refuse_left(left, where)
    return names


def _mineral(value: Any, where: str) -> Mineral:
    left = dict(value) if isinstance(value, dict) else {}
    mineral = Mineral(
        _one_of(left.pop("source", None), SOURCES, "mineral source", where),
        _text(left.pop("commodity", None), "mineral commodity", where),
        _text(left.pop("kind", None), "mineral kind", where),
        _one_of(left.pop("role", "production"), ROLES, "mineral role", where),
    )
    _refuse_left(left, where)
    return mineral


def _codes(value: Any, where: str) -> dict[str, tuple[str, ...]]:
    """Spread ``"HS1992-HS2002" = [...]`` over the editions, each of which must come once."""
    found: dict[str, tuple[str, ...]] = {}
    spans = value.items() if isinstance(value, dict) else ()
    for span, codes in spans:
        for edition in _editions(span, where):
            if edition in found:
                raise DataError(f"{edition} stands twice", where=where, remedy="give it once")
            found[edition] = tuple(_code(code, edition, where) for code in codes)
    missing = [e for e in products.editions() if e not in found]
    if missing:
        raise DataError(
            f"no codes for {', '.join(missing)}",
            where=where,
            remedy="list every edition; [] with an hs_note where it has no code",
        )
    return {e: found[e] for e in products.editions()}


def _editions(span: str, where: str) -> tuple[str, ...]:
    known = products.editions()
    first, _, last = span.partition("-")
    last = last or first
    if first not in known or last not in known or known.index(first) > known.index(last):
        raise DataError(
            f"edition {span!r}",
            where=where,
            remedy=f"use one of {', '.join(known)}, or two of them as first-last",
        )
    return known[known.index(first) : known.index(last) + 1]


def _code(code: Any, edition: str, where: str) -> str:
    if not isinstance(code, str) or not _CODE.match(code):
        raise DataError(f"code {code!r}", where=where, remedy="give six digits in quotes")
    if code not in products.codes(edition):
        raise DataError(
            f"{edition} has no code {code}",
            where=where,
            remedy="look the code up in that edition's nomenclature",
        )
    return code
