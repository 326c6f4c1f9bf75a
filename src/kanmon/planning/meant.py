"""Which good a word means: of a material, the one the party imports most of."""

from __future__ import annotations

from kanmon.analysis.impact.scenario.names import goods_meant
from kanmon.catalogue.load import good
from kanmon.errors import CodeError
from kanmon.picture.build import Supply, build_picture
from kanmon.reference.pack import pack
from kanmon.store.store import Store


def meant(party: str, word: str, store: Store | None = None) -> tuple[str, tuple[str, ...]]:
    """Find the good to plan for.

    Args:
        party: economy or bloc.
        word: id, name or code of a good, or a material.
        store: the reader's own figures.

    Returns:
        Id of the good, and the others the word means.

    Raises:
        CodeError: nothing is called so, or it is an industry.

    Example:
        >>> meant("EPCC", "graphite")
        ('natural_graphite', ('anode_materials', 'artificial_graphite'))
    """
    found = goods_meant(word, "--good")
    if found[0].startswith("industry:"):
        raise CodeError(
            f"an industry, {word!r}", where="--good", remedy="name a good (see `kanmon goods`)"
        )
    if len(found) == 1:
        return found[0], ()
    picture = build_picture(party, [good(one) for one in found], Supply(store, pack()))
    values = {
        one: sum(v or 0.0 for v in picture.imports(one).column("value").to_pylist())
        for one in found
    }
    chosen = max(found, key=lambda one: values[one])
    return chosen, tuple(one for one in found if one != chosen)
