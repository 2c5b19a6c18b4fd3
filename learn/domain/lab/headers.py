"""Reading the request fields that decide something: what is accepted, conditions, tokens, keys, dates.

None of these raises on bad input: a field that can't be read is as good as absent, unless said otherwise.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
MEDIA_RANGE = re.compile(rf"\s*({TOKEN}|\*)/({TOKEN}|\*)\s*")
WEIGHT = re.compile(r"\s*[qQ]=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*")
ENTITY_TAG = re.compile(r'\s*(W/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)')
BEARER = re.compile(r"[A-Za-z0-9._~+/-]+=*")
IDEMPOTENCY_KEY = re.compile(r'"([A-Za-z0-9_-]{1,64})"|([A-Za-z0-9_-]{1,64})')
HTTP_DATE = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} [1-9]\d{3} \d{2}:\d{2}:\d{2} GMT"
    r"|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT"
    r"|(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} [1-9]\d{3}"
)
PROBLEM = "application/problem+json"

type Range = tuple[str, str, float]


def read_accept(field: str) -> list[Range]:
    """Return the media ranges of an Accept field with their weights (RFC 9110, 12.5.1)."""
    ranges: list[Range] = []
    for part in field.split(","):
        pieces = part.split(";")
        found = MEDIA_RANGE.fullmatch(pieces[0])
        if found is None or (found[1] == "*" and found[2] != "*"):
            continue
        weight = 1.0
        for piece in pieces[1:]:
            given = WEIGHT.fullmatch(piece)
            if given is not None:
                weight = float(given[1])
                break
        ranges.append((found[1].lower(), found[2].lower(), weight))
    return ranges


def preferred(field: str | None, offered: Sequence[str]) -> str | None:
    """Return the offered media type the client likes best, the first of equals; None where it likes none."""
    if field is None or not field.strip():
        return offered[0]
    ranges = read_accept(field)
    if not ranges:
        return offered[0]
    weighed = [(_weight(media_type, ranges), media_type) for media_type in offered]
    best = max(weight for weight, _ in weighed)
    return next(media_type for weight, media_type in weighed if weight == best) if best > 0 else None


def _weight(media_type: str, ranges: Sequence[Range]) -> float:
    """Return the weight of the most specific range that has the media type; 0 where none has."""
    kind, _, subtype = media_type.partition("/")
    found = (0, 0.0)
    for range_kind, range_subtype, weight in ranges:
        if (range_kind, range_subtype) == (kind, subtype):
            specific = 3
        elif range_kind == kind and range_subtype == "*":
            specific = 2
        elif range_kind == "*":
            specific = 1
        else:
            continue
        if specific > found[0]:
            found = (specific, weight)
    return found[1]


def wants_problem(field: str | None) -> bool:
    """Whether Accept names application/problem+json itself, not through a wildcard."""
    return any(f"{kind}/{subtype}" == PROBLEM and weight > 0 for kind, subtype, weight in read_accept(field or ""))


def read_entity_tags(field: str) -> list[tuple[bool, str]] | None:
    """Return the tags of If-Match or If-None-Match as (weak, text); None for the star."""
    if field.strip() == "*":
        return None
    tags: list[tuple[bool, str]] = []
    position = 0
    while position < len(field):
        found = ENTITY_TAG.match(field, position)
        if found is None:
            # What isn't a tag is passed over, up to the next comma.
            comma = field.find(",", position)
            position = len(field) if comma < 0 else comma + 1
            continue
        tags.append((found[1] is not None, found[2]))
        position = found.end()
    return tags


def matches_strongly(field: str, etag: str) -> bool:
    """Whether If-Match holds for a current strong tag (RFC 9110, 8.8.3.2: a weak tag never matches)."""
    tags = read_entity_tags(field)
    return tags is None or (False, etag.strip('"')) in tags


def matches_weakly(field: str, etag: str) -> bool:
    """Whether If-None-Match lists the current tag, weak or not."""
    tags = read_entity_tags(field)
    return tags is None or etag.strip('"') in [text for _, text in tags]


def read_date(field: str) -> int | None:
    """Return an HTTP date as seconds since the epoch; None for what isn't one (RFC 9110, 5.6.7)."""
    if not HTTP_DATE.fullmatch(field.strip()):
        return None
    try:
        parsed = parsedate_to_datetime(field.strip())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    try:
        return int(parsed.replace(tzinfo=UTC).timestamp())
    except (OverflowError, ValueError):
        return None


def write_date(seconds: float) -> str:
    """Return a moment, in seconds since 1970, as HTTP writes dates."""
    return format_datetime(datetime.fromtimestamp(int(seconds), UTC), usegmt=True)


def read_bearer(field: str | None) -> str | None:
    """Return the token of ``Authorization: Bearer TOKEN``; None for anything else."""
    scheme, _, rest = (field or "").strip().partition(" ")
    token = rest.strip(" ")
    return token if scheme.lower() == "bearer" and BEARER.fullmatch(token) else None


def read_idempotency_key(field: str) -> str | None:
    """Return the key, quoted or bare; None where it is malformed."""
    found = IDEMPOTENCY_KEY.fullmatch(field.strip())
    return (found[1] or found[2]) if found else None


def read_content_type(field: str) -> tuple[str, str | None]:
    """Return the media type and the charset (None without one), both in lower case."""
    media_type, *parameters = field.split(";")
    charset = None
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    return media_type.strip().lower(), charset


def prefers(field: str | None, wish: str) -> bool:
    """Whether a Prefer field names a wish (RFC 7240)."""
    return any(part.partition(";")[0].strip().lower() == wish for part in (field or "").split(","))
