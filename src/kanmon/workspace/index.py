"""What there is to look at: views, parties, goods, languages, version, date of the pack."""

from __future__ import annotations

from kanmon import __version__
from kanmon.brief import names
from kanmon.brief.numbers import LANGUAGES
from kanmon.brief.wording import words
from kanmon.catalogue.load import goods
from kanmon.reference.pack import pack
from kanmon.workspace.answers import GoodName, Index, PackName, PartyName, ViewName
from kanmon.workspace.choices import parties
from kanmon.workspace.shelf import KINDS


def index(lang: str) -> Index:
    """List what there is to look at.

    Args:
        lang: language code.

    Returns:
        Views in order, blocs and economies, goods by name.

    Raises:
        CodeError: the language is not one of three.

    Example:
        >>> index("fr").views[0].title
        'Vue d’ensemble'
    """
    w = words(lang)
    named = sorted(goods().values(), key=lambda g: names.good(g.id, lang))
    return Index(
        views=[
            ViewName(
                id=k.id,
                title=w.say(f"workspace.view_{k.id}"),
                group=w.say(f"workspace.group_{k.group}"),
            )
            for k in KINDS
        ],
        parties=[PartyName(code=code, name=name) for code, name in parties(w)],
        goods=[
            GoodName(id=g.id, name=names.good(g.id, lang), group=names.sector(g.sector, lang))
            for g in named
        ],
        languages=list(LANGUAGES),
        version=__version__,
        pack=PackName(as_of=pack().built),
    )
