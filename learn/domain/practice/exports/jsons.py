"""One's own answers as JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from learn.domain.spreadsheet import in_utc


def answers_json(rows: Iterable[Mapping[str, Any]], fields: Sequence[str]) -> str:
    """Return answers as a list of objects with these fields, times in UTC. Raises KeyError where a row lacks one."""
    kept = [{field: row[field] for field in fields} for row in rows]
    text = json.dumps(kept, default=_as_text, ensure_ascii=False, indent=2)
    # Halves of surrogate pairs, which UTF-8 can't hold, become JSON's escapes.
    return text.encode(errors="backslashreplace").decode() + "\n"


def _as_text(value: object) -> str:
    return in_utc(value) if isinstance(value, datetime) else str(value)
