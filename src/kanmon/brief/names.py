"""Names of economies, parties and goods as the brief prints them: never a bare code."""

from __future__ import annotations

from kanmon.brief.wording import words
from kanmon.catalogue import load
from kanmon.catalogue import technologies as technology_rows
from kanmon.catalogue import transition_materials as material_rows
from kanmon.codes import blocs, economies

OTHERS = "OTH"


def economy(iso3: str, lang: str) -> str:
    """Name an economy, or the publisher's other economies.

    Args:
        iso3: economy code, or ``OTH``.
        lang: language code.

    Returns:
        The name.

    Raises:
        CodeError: the code belongs to no economy.

    Example:
        >>> economy("CHN", "fr")
        'Chine'
    """
    if iso3 == OTHERS:
        return words(lang).say("page.other_economies")
    return str(economies.name(iso3, lang))


def party(code: str, lang: str) -> str:
    """Name an economy or bloc that uses the system.

    Args:
        code: economy or bloc code.
        lang: language code.

    Returns:
        The name.

    Raises:
        CodeError: the code belongs to no economy or bloc.

    Example:
        >>> party("JPN", "ja")
        '日本'
    """
    return str(blocs.party_name(code, lang))


def place(code: str, lang: str) -> str:
    """Name an economy, the publisher's other economies, or a bloc that stands as one.

    Args:
        code: economy or bloc code, or ``OTH``.
        lang: language code.

    Returns:
        The name.

    Raises:
        CodeError: the code belongs to no economy or bloc.

    Example:
        >>> place("CHN", "en"), place("OTH", "en")
        ('China', 'Other economies')
    """
    return economy(code, lang) if code == OTHERS else party(code, lang)


def route(path: str, lang: str) -> str:
    """Name the economies of a route from origin to buyer.

    Args:
        path: codes such as ``"CHN > VNM > JPN"``.
        lang: language code.

    Returns:
        Names with arrows between them.

    Raises:
        CodeError: a code belongs to no economy or bloc.

    Example:
        >>> route("CHN > VNM > JPN", "ja")
        '中国 → ベトナム → 日本'
    """
    return " → ".join(place(code, lang) for code in path.split(" > ") if code)


def good(identifier: str, lang: str) -> str:
    """Name a strategic good, its first letter raised in Latin script.

    Args:
        identifier: id of a good in the catalogue.
        lang: language code.

    Returns:
        The name.

    Raises:
        CodeError: the catalogue has no such good.

    Example:
        >>> good("gallium_metal", "en")[:7]
        'Gallium'
    """
    return _raised(load.good(identifier).name(lang))


def sector(key: str, lang: str) -> str:
    """Name a sector of the catalogue.

    Args:
        key: key of the sector.
        lang: language code.

    Returns:
        The name; a key the catalogue does not list stands as it is.

    Example:
        >>> sector("minerals", "ja"), sector("semiconductors", "fr")
        ('重要鉱物', 'Semi-conducteurs')
    """
    found = load.sectors().get(key)
    return _raised(found.of(lang)) if found else key.replace("_", " ")


def stage(key: str, lang: str) -> str:
    """Name a stage of making.

    Args:
        key: key of the stage.
        lang: language code.

    Returns:
        The name; a key the catalogue does not list stands as it is.

    Example:
        >>> stage("ore", "en")
        'ore or concentrate'
    """
    found = load.stages().get(key)
    return found.of(lang) if found else key.replace("_", " ")


def technology(key: str, lang: str) -> str:
    """Name a clean technology.

    Args:
        key: id of a technology of the catalogue.
        lang: language code.

    Returns:
        The name.

    Raises:
        CodeError: the catalogue has no such technology.

    Example:
        >>> technology("solar_perovskite", "ja")
        'ペロブスカイト太陽電池'
    """
    return str(technology_rows.technology(key).names[lang])


def material(key: str, lang: str) -> str:
    """Name a material that clean technologies need.

    Args:
        key: id of a material of the catalogue.
        lang: language code.

    Returns:
        The name; the id itself where the catalogue has no names for it.

    Example:
        >>> material("neodymium", "fr")
        'néodyme'
    """
    known = material_rows.transition_materials()
    return str(known[key].names[lang]) if key in known else key


def economies_in(text: str, lang: str) -> str:
    """Name each economy of a comma-separated list of codes.

    Args:
        text: codes such as ``"CHN, USA"``.
        lang: language code.

    Returns:
        Names joined as the language joins them.

    Raises:
        CodeError: a code belongs to no economy.

    Example:
        >>> economies_in("CHN, JPN", "ja")
        '中国、日本'
    """
    codes = [code.strip() for code in text.split(",") if code.strip()]
    return words(lang).say("page.list").join(economy(code, lang) for code in codes)


def named_in(text: str, lang: str) -> str:
    """Name economies where a comma-separated list holds nothing but their codes.

    Args:
        text: codes, or any words.
        lang: language code.

    Returns:
        Names joined as the language joins them; other words as they stand.

    Example:
        >>> named_in("CHN, JPN", "en"), named_in("haul 2-5", "en")
        ('China, Japan', 'haul 2-5')
    """
    codes = [code.strip() for code in text.split(",")]
    return economies_in(text, lang) if all(map(economies.is_economy, codes)) else text


def _raised(name: str) -> str:
    return name[:1].upper() + name[1:]
