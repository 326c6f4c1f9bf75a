"""Build a picture: take each good's figures from the store where it has them, else the pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kanmon.catalogue.load import Good
from kanmon.catalogue.thresholds import thresholds
from kanmon.codes import blocs
from kanmon.codes.register import economies
from kanmon.codes.tiers import Tiers
from kanmon.errors import DataError
from kanmon.picture.picture import GoodView, Picture
from kanmon.provenance import Lineage
from kanmon.reference.pack import Pack
from kanmon.store.store import Snapshot, Store
from kanmon.tables.goods import GoodFlows, good_flows, good_production, good_reliance
from kanmon.tables.reserves import good_reserves
from kanmon.tables.schema import schema


@dataclass(frozen=True, slots=True)
class Supply:
    """Name what a picture may be built from: the user's store, the embedded pack, or both.

    Example:
        >>> from kanmon.reference.pack import pack
        >>> Supply(None, pack()).store is None
        True
    """

    store: Store | None
    pack: Pack | None


def build_picture(
    party: str,
    goods: Sequence[Good],
    supply: Supply,
    *,
    year: int | None = None,
    tiers: Tiers | None = None,
) -> Picture:
    """Build the picture of a party for some goods and a year.

    A good's flows come from one place only: the store's reconciled trade where it carries the
    good, else the reference pack. Production is kept apart by source and edition; where store
    and pack both hold an edition, the store's stands.

    Args:
        party: economy (ISO alpha-3) or bloc.
        goods: the strategic goods wanted.
        supply: store and pack to draw on.
        year: calendar year; the newest with flows of these goods when not given.
        tiers: the reader's own trust tiers of economies.

    Returns:
        The picture, frozen.

    Raises:
        CodeError: the party is not known.
        DataError: there are no figures at all for these goods, or none up to that year.

    Example:
        >>> from kanmon.catalogue.load import good
        >>> from kanmon.reference.pack import pack
        >>> p = build_picture("JPN", [good("rare_earth_metals")], Supply(None, pack()), year=2022)
        >>> p.year
        2022
    """
    flows, views, flow_lineages = _flows(goods, supply)
    production, production_lineage = _statistics("good_production", goods, supply)
    if not flows and not production.num_rows:
        raise DataError(
            f"no figures for {', '.join(g.id for g in goods[:5])}",
            where="store and reference pack",
            remedy="add a source that carries them (`kanmon data add`), "
            "or see `kanmon goods` for what the pack covers",
        )
    newest = _newest(flows, production)
    chosen = newest if year is None else year
    first = min((_span(t)[0] for t in flows.values()), default=None)
    if first is not None and chosen < first:
        raise DataError(
            f"no trade before {first}",
            where=f"year {chosen}",
            remedy=f"ask for {first} to {newest}",
        )
    reliance, reliance_lineage = _statistics("good_reliance", goods, supply)
    reserves, reserves_lineage = _statistics("good_reserves", goods, supply)
    prices, price_lineage = _pack_table("good_prices", supply, [g.id for g in goods])
    governance, governance_lineage = _governance(supply)
    return Picture(
        party=party,
        members=blocs.party(party, chosen),
        year=chosen,
        flows=flows,
        production=production,
        reliance=reliance,
        reserves=reserves,
        prices=prices,
        governance=governance,
        goods=views,
        lineages={
            **flow_lineages,
            "production": production_lineage,
            "reliance": reliance_lineage,
            "reserves": reserves_lineage,
            "prices": price_lineage,
            "governance": governance_lineage,
        },
        thresholds={key: t.value for key, t in thresholds().items()},
        tiers=None
        if tiers is None
        else {e.iso3: tiers.of(e.iso3) for e in economies() if e.kind != "aggregate"},
        notes=() if chosen <= newest else (f"the newest trade year is {newest}",),
    )


def _newest(flows: Mapping[str, pa.Table], production: pa.Table) -> int:
    if not flows:
        return _span(production)[1]
    return max(_span(table)[1] for table in flows.values())


def _span(table: pa.Table) -> tuple[int, int]:
    years = pc.min_max(table.column("year"))
    return int(years["min"].as_py()), int(years["max"].as_py())


def _flows(
    goods: Sequence[Good], supply: Supply
) -> tuple[dict[str, pa.Table], dict[str, GoodView], dict[str, Lineage]]:
    parts: dict[str, pa.Table] = {}
    views: dict[str, GoodView] = {}
    lineages: dict[str, Lineage] = {}
    left = list(goods)
    for snapshot in _trade_snapshots(supply.store):
        assert supply.store is not None
        edition = snapshot.variant
        codes = sorted({c for g in left for c in g.codes(edition)})
        if not codes:
            continue
        rows = supply.store.query(
            "flows", where={"product": codes}, source=snapshot.source, variant=edition
        )
        made = good_flows(rows, edition, left)
        served = [g for g in left if made.present[g.id]]
        if served:
            parts.update(_by_good(made.table, served))
            views.update(_views(served, made))
            lineages.update((f"flows/{g.id}", Lineage((snapshot.origin,))) for g in served)
            left = [g for g in left if g.id not in views]
    if supply.pack is not None and left:
        rows = supply.pack.table("good_flows")
        served = [g for g in left if supply.pack.present.get(g.id)]
        if served:
            parts.update(_by_good(rows, served))
            views.update(
                _views(
                    served,
                    GoodFlows(rows, supply.pack.edition, supply.pack.present, supply.pack.absent),
                )
            )
            lineages.update((f"flows/{g.id}", supply.pack.lineages["good_flows"]) for g in served)
    for one in goods:
        if one.id not in views:
            views[one.id] = GoodView(
                one.id,
                one.stage,
                one.sector,
                "",
                (),
                (),
                one.basket,
                one.basket_note,
                one.material,
            )
    lineages["flows"] = Lineage().join(*lineages.values())
    return parts, views, lineages


def _by_good(rows: pa.Table, served: Iterable[Good]) -> dict[str, pa.Table]:
    """Cut a table sorted by good into one slice a good, without copying."""
    column = rows.column("good").combine_chunks()
    index = column.indices.to_numpy()
    names = column.dictionary.to_pylist()
    starts = np.flatnonzero(np.r_[True, index[1:] != index[:-1]]).tolist()
    cut = {
        names[index[a]]: rows.slice(a, b - a)
        for a, b in zip(starts, [*starts[1:], index.size], strict=True)
    }
    if len(cut) != len(starts):
        raise DataError(
            f"{len(starts)} runs of {len(cut)} goods",
            where="flows by good",
            remedy="sort the table by good",
        )
    return {g.id: cut[g.id] for g in served}


def _trade_snapshots(store: Store | None) -> list[Snapshot]:
    """Reconciled trade in the store, the longest and newest series first."""
    if store is None:
        return []
    found = [s for s in store.snapshots(table="flows") if s.source == "baci"]
    found.sort(key=lambda s: ((s.first_year or 0) - (s.last_year or 0), s.variant))
    return found


def _views(goods: Iterable[Good], made: GoodFlows) -> dict[str, GoodView]:
    return {
        g.id: GoodView(
            g.id,
            g.stage,
            g.sector,
            made.edition,
            made.present[g.id],
            made.absent[g.id],
            g.basket,
            g.basket_note,
            g.material,
        )
        for g in goods
    }


def _statistics(name: str, goods: Sequence[Good], supply: Supply) -> tuple[pa.Table, Lineage]:
    """Production, reliance or reserves: sources and editions side by side, the store's first."""
    raw, pick = {
        "good_production": ("production", good_production),
        "good_reliance": ("balances", good_reliance),
        "good_reserves": ("reserves", good_reserves),
    }[name]
    parts: list[pa.Table] = []
    lineage = Lineage()
    held: set[tuple[str, str]] = set()
    for snapshot in supply.store.snapshots(table=raw) if supply.store is not None else ():
        assert supply.store is not None
        rows = pick(supply.store.read(snapshot), snapshot.source, goods)
        if rows.num_rows:
            parts.append(rows)
            lineage = lineage.join(Lineage((snapshot.origin,)))
            held.update(
                (snapshot.source, e)
                for e in pc.unique(rows.column("edition").cast(pa.string())).to_pylist()
            )
    rows, pack_lineage = _pack_table(name, supply, [g.id for g in goods])
    if rows.num_rows:
        fresh = [
            (s, e) not in held
            for s, e in zip(
                rows.column("source").cast(pa.string()).to_pylist(),
                rows.column("edition").cast(pa.string()).to_pylist(),
                strict=True,
            )
        ]
        rows = rows.filter(pa.array(fresh))
    if rows.num_rows:
        parts.append(rows)
        lineage = lineage.join(pack_lineage)
    return _concat(name, parts), lineage


def _pack_table(name: str, supply: Supply, goods: list[str]) -> tuple[pa.Table, Lineage]:
    if supply.pack is None or name not in supply.pack.tables:
        return schema(name).arrow.empty_table(), Lineage()
    rows = supply.pack.table(name)
    keep = pc.is_in(rows.column("good").cast(pa.string()), pa.array(goods, pa.string()))
    return rows.filter(keep), supply.pack.lineages[name]


def _governance(supply: Supply) -> tuple[pa.Table, Lineage]:
    for snapshot in supply.store.snapshots(table="governance") if supply.store is not None else ():
        assert supply.store is not None
        return supply.store.read(snapshot), Lineage((snapshot.origin,))
    if supply.pack is not None:
        return supply.pack.table("governance"), supply.pack.lineages["governance"]
    return schema("governance").arrow.empty_table(), Lineage()


def _concat(name: str, parts: list[pa.Table]) -> pa.Table:
    target = schema(name).arrow
    if not parts:
        return target.empty_table()
    return pa.concat_tables([p.cast(target) for p in parts]).unify_dictionaries()
