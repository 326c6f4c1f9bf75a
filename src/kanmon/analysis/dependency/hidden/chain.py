"""Hidden dependence along a chain: suppliers of a good that lean on one source of its inputs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from kanmon.analysis.dependency.hidden.origin import origins
from kanmon.analysis.dependency.hidden.world import own_output, trade_matrix
from kanmon.analysis.finding import Caveat, Figure, Finding, Method
from kanmon.picture.picture import Picture


@dataclass(frozen=True, slots=True)
class ChainStep:
    """Name one step of a strategic chain: what goes into what.

    Example:
        >>> ChainStep("rare_earth_compounds", "rare_earth_metals", "feedstock").input
        'rare_earth_compounds'
    """

    input: str
    output: str
    role: str


_SCHEMA = pa.schema(
    [
        ("input", pa.string()),
        ("role", pa.string()),
        ("origin", pa.string()),
        ("share", pa.float64()),
        ("through", pa.string()),
        ("through_share", pa.float64()),
        ("path", pa.string()),
    ]
)
_UNITS = {
    "input": "good",
    "role": "",
    "origin": "iso3",
    "share": "share",
    "through": "iso3",
    "through_share": "share",
    "path": "iso3 route",
}


def chain_exposure(picture: Picture, good: str, steps: Iterable[ChainStep]) -> Finding:
    """Compute where the inputs of a party's suppliers come from, one step up the chain.

    For each direct input of the good: the origin mix of every supplier's own supply of that
    input, weighted by the supplier's share in the party's imports of the good.

    Args:
        picture: tables of the party and year, with the good and its inputs.
        good: id of a strategic good.
        steps: chain links; those whose output is the good and whose input is in the picture
            with trade figures are followed, the others named in a caveat.

    Returns:
        Finding ``chain_exposure``: input, role, origin, share (of the party's supply of the good
        that rests on the origin's input), through (main direct supplier on that route),
        through_share, path. Figure worst_origin, worst_input, worst_share.

    Raises:
        CodeError: the good is not in the picture.

    Source:
        Supplier shares times the suppliers' traced origins (see ``origin.origins``).

    Example:
        >>> from kanmon.testing import tiny_picture
        >>> step = ChainStep("rare_earth_metals", "rare_earth_metals", "feedstock")
        >>> chain_exposure(tiny_picture("USA"), "rare_earth_metals", [step]).table.num_rows > 0
        True
    """
    date = str(picture.year)
    sources = tuple(o.source for o in picture.lineage("flows", good).origins)
    names, matrix = trade_matrix(picture, good)
    inside = np.array([n in picture.members for n in names], dtype=bool)
    direct = matrix[:, inside].sum(axis=1) * ~inside if names else np.zeros(0)
    total = float(direct.sum())
    rows: list[dict[str, object]] = []
    left_out: list[str] = []
    for step in steps:
        if step.output != good:
            continue
        view = picture.goods.get(step.input)
        if view is None or not view.codes or not total:
            left_out.append(step.input)
            continue
        rows += _step(picture, step, dict(zip(names, direct / total, strict=True)))
    worst = max(rows, key=lambda r: float(r["share"]), default=None)  # type: ignore[arg-type]
    missing = "" if worst else "no input of this good has trade figures in the data used"

    def figure(key: str, unit: str) -> Figure:
        value = None if worst is None else worst[key]
        return Figure(value, unit, date, sources, missing)  # type: ignore[arg-type]

    return Finding(
        kind="chain_exposure",
        good=good,
        party=picture.party,
        as_of=date,
        table=pa.Table.from_pylist(rows, schema=_SCHEMA),
        units=_UNITS,
        figures={
            "worst_origin": figure("origin", "iso3"),
            "worst_input": figure("input", "good"),
            "worst_share": figure("share", "share"),
            "inputs": Figure(len({r["input"] for r in rows}), "goods", date, sources),
        },
        method=Method(
            "chain exposure",
            "e_k = sum_j s_j(good) O_jk(input)",
            "Kanmon; supplier shares times traced origins",
        ),
        lineage=picture.lineage("flows", good).then("chain", f"inputs of {good} in {date}"),
        caveats=(
            Caveat("proportional", "re-exports are taken to have the mix of all an economy holds"),
            *(
                (
                    Caveat(
                        "inputs_not_followed",
                        f"no trade figures for {', '.join(left_out)}",
                        {"goods": ", ".join(left_out)},
                    ),
                )
                if left_out
                else ()
            ),
        ),
    )


def _step(picture: Picture, step: ChainStep, direct: dict[str, float]) -> list[dict[str, object]]:
    names, matrix = trade_matrix(picture, step.input)
    traced = origins(matrix, own_output(picture, step.input, names))
    weight = np.array([direct.get(n, 0.0) for n in names])
    # A supplier that neither buys nor sells the input makes or does without it: not told here.
    shares = weight @ traced.mix
    rows: list[dict[str, object]] = []
    for k in np.argsort(-shares, kind="stable")[:5]:
        if shares[k] < picture.thresholds["significant_share"]:
            break
        through = weight * traced.mix[:, k]
        via = int(np.argmax(through))
        route = [names[k], picture.party] if via == k else [names[k], names[via], picture.party]
        rows.append(
            {
                "input": step.input,
                "role": step.role,
                "origin": names[k],
                "share": float(shares[k]),
                "through": names[via],
                "through_share": float(through[via] / shares[k]),
                "path": " > ".join(route),
            }
        )
    return rows
