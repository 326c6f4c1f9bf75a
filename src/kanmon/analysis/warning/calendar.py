"""Months and weeks as numbers: the two calendars the early warning runs on."""

from __future__ import annotations

import datetime as dt


def month_number(day: dt.date) -> int:
    """Number the month a day lies in.

    Args:
        day: any day.

    Returns:
        Months since the year nought.

    Example:
        >>> month_number(dt.date(2024, 1, 31)) - month_number(dt.date(2023, 12, 1))
        1
    """
    return day.year * 12 + day.month - 1


def month_start(number: int) -> dt.date:
    """Give the first day of a numbered month.

    Args:
        number: months since the year nought.

    Returns:
        The day.

    Example:
        >>> month_start(month_number(dt.date(2024, 2, 29)))
        datetime.date(2024, 2, 1)
    """
    return dt.date(number // 12, number % 12 + 1, 1)


def month_end(number: int) -> dt.date:
    """Give the last day of a numbered month.

    Args:
        number: months since the year nought.

    Returns:
        The day.

    Example:
        >>> month_end(month_number(dt.date(2024, 2, 1)))
        datetime.date(2024, 2, 29)
    """
    return month_start(number + 1) - dt.timedelta(days=1)
