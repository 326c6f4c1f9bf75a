"""How much a party depends on what an alert is about, from its own dependency finding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kanmon.analysis.dependency.suppliers import supplier_shares
from kanmon.analysis.finding import Finding
from kanmon.analysis.warning.alert import SEVERITIES, Alert, Exposure
from kanmon.picture.picture import Picture


def exposure_of(alert: Alert, found: Finding | None) -> Exposure:
    """Read a party's exposure to an alert off its finding on the suppliers of the good.

    Args:
        alert: any alert.
        found: finding ``supplier_shares`` of that good for the alert's party; None where there
            is none.

    Returns:
        Share of the economy in the party's imports of the good and HHI of all suppliers. An
        alert about no economy has an HHI alone; one about no good, or with no imports recorded,
        has neither and says why.

    Example:
        >>> from kanmon.testing import tiny_good_findings
        >>> import datetime as dt
        >>> a = Alert("a", "rare_earth_metals", "CHN", "", "JPN", "watch", 0.9,
        ...           dt.date(2024, 1, 1), (), "")
        >>> exposure_of(a, tiny_good_findings("JPN").suppliers).share
        0.6
    """
    if not alert.good:
        return Exposure(None, None, "", (), "the alert is about no good")
    if found is None:
        return Exposure(None, None, "", (), "no trade figures for this good")
    hhi = found.figures["hhi"]
    if hhi.value is None:
        return Exposure(None, None, hhi.date, hhi.sources, hhi.missing)
    concentration = float(hhi.value)
    if not alert.economy:
        return Exposure(None, concentration, hhi.date, hhi.sources, "the alert is about no economy")
    shares = dict(
        zip(
            found.table.column("supplier").to_pylist(),
            found.table.column("share").to_pylist(),
            strict=True,
        )
    )
    # All suppliers are listed, so one that is not there supplied nothing.
    share = float(shares.get(alert.economy) or 0.0)
    return Exposure(share, concentration, hhi.date, hhi.sources)


def with_exposure(alerts: Iterable[Alert], picture: Picture | None) -> tuple[Alert, ...]:
    """Give each alert the exposure of its party, with the figure in words.

    An alert about one of the party's own economies is about its imports: it has no share.

    Args:
        alerts: alerts for the party of the picture.
        picture: of that party; None where there are no trade figures at all.

    Returns:
        The alerts, in the same order.

    Example:
        >>> import datetime as dt
        >>> from kanmon.testing import tiny_picture
        >>> a = Alert("a", "rare_earth_metals", "CHN", "", "JPN", "watch", 0.9,
        ...           dt.date(2024, 1, 1), (), "")
        >>> with_exposure([a], tiny_picture("JPN"))[0].exposure
        '60.0 % of imports of this good come from CHN; HHI 0.46 (2022, tiny)'
    """
    found: dict[str, Finding | None] = {}
    made = []
    for alert in alerts:
        known = picture is not None and alert.good in picture.goods
        if alert.good not in found:
            found[alert.good] = (
                supplier_shares(picture, alert.good) if picture is not None and known else None
            )
        own = picture is not None and alert.economy in picture.members
        about = replace(alert, economy="") if own else alert
        exposed = exposure_of(about, found[alert.good])
        made.append(replace(alert, exposed=exposed, exposure=in_words(exposed, about.economy)))
    return tuple(made)


def in_words(exposed: Exposure, economy: str) -> str:
    """Write an exposure in one English line; the brief words it per language.

    Args:
        exposed: exposure of a party.
        economy: code of the economy the share is of; empty where none.

    Returns:
        The figure with year and source; empty where nothing is known.

    Example:
        >>> in_words(Exposure(None, 0.44, "2022", ("baci",)), "")
        'HHI of the suppliers of this good 0.44 (2022, baci)'
    """
    origin = f"({', '.join((exposed.date, *exposed.sources))})"
    if exposed.hhi is None:
        return ""
    if exposed.share is None:
        return f"HHI of the suppliers of this good {exposed.hhi:.2f} {origin}"
    return (
        f"{100.0 * exposed.share:.1f} % of imports of this good come from {economy}; "
        f"HHI {exposed.hhi:.2f} {origin}"
    )


def ranked(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """Order alerts: by severity, then by exposure, then by how rare the signals are.

    Args:
        alerts: any alerts.

    Returns:
        The gravest first; those whose exposure is not known after those with one.

    Example:
        >>> ranked([])
        ()
    """
    return tuple(
        sorted(
            alerts,
            key=lambda a: (
                -SEVERITIES.index(a.severity),
                *_exposed(a.exposed),
                -a.rank,
                a.id,
            ),
        )
    )


def _exposed(exposed: Exposure | None) -> tuple[bool, float]:
    share = None if exposed is None else exposed.share
    return (share is None, -(share or 0.0))
