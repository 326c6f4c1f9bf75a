"""What a strategic good is: names, place in the chain, codes by edition, and who counts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kanmon.codes import products
from kanmon.codes.register import LANGUAGES
from kanmon.errors import CodeError


@dataclass(frozen=True, slots=True)
class Names:
    """Hold a name in English, Japanese and French.

    Example:
        >>> Names("gallium metal", "金属ガリウム", "gallium métal").of("fr")
        'gallium métal'
    """

    en: str
    ja: str
    fr: str

    def of(self, lang: str) -> str:
        """Give the name in ``en``, ``ja`` or ``fr``, or raise CodeError."""
        if lang not in LANGUAGES:
            raise CodeError(f"language {lang!r}", remedy=f"use one of {', '.join(LANGUAGES)}")
        return str(getattr(self, lang))


@dataclass(frozen=True, slots=True)
class Mineral:
    """Name the line of a publisher's statistics that counts a good, in the publisher's words.

    ``role`` is ``production`` or ``reserves`` (``kind`` is the kind counted) or
    ``net_import_reliance`` (``kind`` is the line of the balance).

    Example:
        >>> Mineral("usgs_mcs", "Gallium", "Primary production").role
        'production'
    """

    source: str
    commodity: str
    kind: str
    role: str = "production"


@dataclass(frozen=True, slots=True)
class Good:
    """Describe a strategic good.

    ``material`` groups the stages of one material. ``basket`` says that a code of the good, in
    some edition, also holds other goods, and ``basket_note`` which; ``hs_note`` says why an
    edition has no code.

    Example:
        >>> good = Good("x_ore", Names("x ore", "x鉱", "minerai de x"), "minerals", "ore", "x",
        ...             {"HS2022": ("260500",)})
        >>> good.name("ja"), good.codes("HS2022")
        ('x鉱', ('260500',))
    """

    id: str
    names: Names
    sector: str
    stage: str
    material: str
    hs: Mapping[str, tuple[str, ...]] = field(hash=False)
    hs_note: str = ""
    basket: bool = False
    basket_note: str = ""
    minerals: tuple[Mineral, ...] = ()
    end_uses: tuple[str, ...] = ()

    def name(self, lang: str = "en") -> str:
        """Give the name in ``en``, ``ja`` or ``fr``, or raise CodeError."""
        return self.names.of(lang)

    @property
    def called(self) -> tuple[str, ...]:
        """Everything the good may be called: its id and its three names."""
        return (self.id, *(self.name(lang) for lang in LANGUAGES))

    def codes(self, edition: str) -> tuple[str, ...]:
        """Give the HS6 codes of an edition (none where ``hs_note`` says why), or raise."""
        if not products.is_edition(edition):
            raise CodeError(
                f"edition {edition!r}", remedy=f"use one of {', '.join(products.editions())}"
            )
        return self.hs.get(edition, ())
