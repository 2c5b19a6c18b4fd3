"""Moments as somebody types them, on the clocks of a time zone."""

from datetime import UTC, datetime, tzinfo


def from_local(local: datetime, zone: tzinfo) -> datetime:
    """Return the moment in UTC at which the clocks of the zone show ``local``; of two such moments, the first.

    Raises ValueError where they never do: they were put forward over it.
    """
    moment = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    shown = moment.astimezone(zone).replace(tzinfo=None)
    if shown != local.replace(tzinfo=None):
        raise ValueError(
            f"There is no {local:%H:%M} on {local.day} {local:%B %Y} in {zone}: "
            f"the clocks go forward over it. {shown:%H:%M} would be right."
        )
    return moment


def to_local(moment: datetime, zone: tzinfo) -> str:
    """Return a moment as a form's field for date and time takes it."""
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
