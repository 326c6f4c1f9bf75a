"""Made-up names with typing errors, for measuring how names are compared: one seed, one set.

Listed names, corrupted listed names (the true hits) and names never listed (the hard negatives)
come from one generator: a negative is a name like every other that happens not to be listed, and
it is corrupted in the same ways.
"""

from __future__ import annotations

import random
from dataclasses import dataclass


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


HEADS = _words(
    "al an ar as bal bar bel bor bra cal cam car cas cor dal dar del don dor el en er fal far "
    "fen gal gar gor hal har hel hor il in is jal jan jor kal kam kar kel kor lam lan lar len "
    "lor mal man mar mel mir mor nal nar nev nor ol or os pal par pel pir por ral ram ros sal "
    "sam sar sel sev sim sol tal tam tar tel tor ul ur val var vel vik vol yal yar zal zar zel "
    "zor"
)
TAILS = _words(
    "a an ar as ba bek da dan din dor ek el en er et fa gan gar ik il in ir is ka kan kin ko la "
    "lan lin lo ma man min mir na nik nov ra ran ri rin ro sa san ta tan tek tin ton tor us va "
    "vin za zan"
)
TRADES = _words(
    "trading electronics shipping logistics technology industries engineering research systems "
    "aviation marine chemical energy metals machinery instruments optics semiconductor "
    "communications aerospace construction petroleum textiles minerals software automation "
    "import export investment development supply services equipment precision materials"
)
PLACES = _words(
    "north south east west central pacific atlantic global international national united new "
    "general first star golden blue silver royal delta alpha omega prime grand"
)
FORMS = (
    "Co., Ltd.",
    "Limited",
    "Ltd",
    "LLC",
    "Inc.",
    "Corporation",
    "GmbH",
    "JSC",
    "OOO",
    "S.A.",
    "Pte Ltd",
    "FZE",
    "",
    "",
)
GIVEN = _words(
    "mohammed ali hassan ivan sergei dmitri alexei olga wei ming li jun hiroshi kenji akira "
    "maria jose carlos yusuf ahmad omar farid igor viktor andrei natalia chen hong jian tomas "
    "pavel"
)
SOUNDS = (
    ("ph", "f"),
    ("ks", "x"),
    ("kh", "h"),
    ("ou", "u"),
    ("ee", "i"),
    ("oo", "u"),
    ("ck", "k"),
    ("y", "i"),
    ("i", "y"),
    ("j", "dzh"),
    ("zh", "j"),
    ("v", "w"),
    ("w", "v"),
    ("c", "k"),
    ("k", "c"),
    ("s", "z"),
    ("ei", "ey"),
    ("ei", "ej"),
    ("q", "k"),
)


@dataclass(frozen=True, slots=True)
class Made:
    """Hold listed names, asked names, and for each asked name the place of the one it means.

    ``means`` is -1 for a name that is not listed.

    Example:
        >>> made = make(listed=50, asked=20, seed=1)
        >>> len(made.listed), len(made.asked), sum(m >= 0 for m in made.means)
        (50, 20, 4)
    """

    listed: tuple[str, ...]
    asked: tuple[str, ...]
    means: tuple[int, ...]


def make(listed: int = 25_000, asked: int = 10_000, seed: int = 2026) -> Made:
    """Make lists and queries, a fifth of the queries true hits.

    Args:
        listed: names on the list.
        asked: names asked.
        seed: of the generator.

    Returns:
        The names.

    Example:
        >>> make(50, 20, 1) == make(50, 20, 1)
        True
    """
    dice = random.Random(seed)
    hits = asked // 5
    names: dict[str, None] = {}
    while len(names) < listed + asked - hits:
        names.setdefault(_name(dice))
    all_names = list(names)
    held, others = all_names[:listed], all_names[listed:]
    pairs = [(_corrupted(held[at], dice), at) for at in dice.sample(range(listed), hits)]
    pairs += [(_corrupted(name, dice), -1) for name in others]
    dice.shuffle(pairs)
    return Made(tuple(held), tuple(p[0] for p in pairs), tuple(p[1] for p in pairs))


def _word(dice: random.Random) -> str:
    word = dice.choice(HEADS) + dice.choice(TAILS)
    return word + dice.choice(TAILS) if dice.random() < 0.45 else word


def _name(dice: random.Random) -> str:
    if dice.random() < 0.25:
        words = [dice.choice(GIVEN), _word(dice)]
        if dice.random() < 0.4:
            words.insert(1, dice.choice(GIVEN))
        return " ".join(words).title()
    words = [_word(dice)]
    if dice.random() < 0.5:
        words.append(_word(dice))
    if dice.random() < 0.35:
        words.insert(0, dice.choice(PLACES))
    words.append(dice.choice(TRADES))
    if dice.random() < 0.5:
        words.append(dice.choice(TRADES))
    return f"{' '.join(words).title()} {dice.choice(FORMS)}".strip()


def _corrupted(name: str, dice: random.Random) -> str:
    """Make one or two of the errors names are met with."""
    for _ in range(dice.choice((1, 1, 1, 2))):
        name = dice.choice((_swap, _typo, _typo, _no_form, _heard, _heard))(name, dice)
    if dice.random() < 0.3:
        name = name.upper()
    return name


def _swap(name: str, dice: random.Random) -> str:
    words = name.split()
    at = dice.randrange(max(1, len(words) - 1))
    words[at : at + 2] = reversed(words[at : at + 2])
    return " ".join(words)


def _typo(name: str, dice: random.Random) -> str:
    at = dice.randrange(len(name))
    letter = dice.choice("abcdefghijklmnopqrstuvwxyz")
    way = dice.randrange(4)
    if way == 0:
        return name[:at] + letter + name[at:]
    if way == 1 and len(name) > 4:
        return name[:at] + name[at + 1 :]
    if way == 2:
        return name[:at] + letter + name[at + 1 :]
    return name[:at] + name[at : at + 2][::-1] + name[at + 2 :]


def _no_form(name: str, _: random.Random) -> str:
    for form in sorted(FORMS, key=len, reverse=True):
        if form and name.endswith(form):
            return name.removesuffix(form).strip() or name
    return name


def _heard(name: str, dice: random.Random) -> str:
    low = name.lower()
    found = [(a, b) for a, b in SOUNDS if a in low]
    if not found:
        return name
    written, heard = dice.choice(found)
    at = low.index(written)
    return name[:at] + heard + name[at + len(written) :]
