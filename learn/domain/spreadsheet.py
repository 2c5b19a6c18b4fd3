"""Tables for spreadsheets: CSV that no program takes for formulas."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from math import isfinite

# Space before a sign doesn't make it harmless everywhere, and full-width signs count in some programs.
FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
# What isn't text to a spreadsheet: control characters but tab and line ends, and halves of surrogate pairs.
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
BYTE_ORDER_MARK = "\ufeff"


def cell(value: object) -> str:
    """Return a value as the text of a cell: text that would be read as a formula gets an apostrophe before it.

    Numbers stay numbers, negative ones too; a time is ISO 8601 in UTC. Raises ValueError for a time without its zone.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal) and isfinite(value):
        return str(value)
    text = UNFIT.sub("", in_utc(value) if isinstance(value, datetime) else str(value))
    return f"'{text}" if FORMULA.match(text) else text


def in_utc(moment: datetime) -> str:
    """Return a time as ISO 8601 in UTC. Raises ValueError where it has no zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} doesn't say in which zone it is")
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def table(header: Sequence[str], rows: Iterable[Sequence[object]], *, bom: bool = False) -> str:
    """Return CSV (RFC 4180), every cell harmless. With ``bom`` Excel takes it for the UTF-8 that it is."""
    written = io.StringIO()
    # All are quoted: where a semicolon parts cells, the one in a text mustn't.
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([cell(name) for name in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    return (BYTE_ORDER_MARK if bom else "") + written.getvalue()
