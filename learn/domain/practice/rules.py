"""Rules that a response keeps or breaks."""

import re
from dataclasses import dataclass

from learn.domain.lessons.exchange import Message
from learn.domain.practice.table import Table
from learn.domain.status import Registry

NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
MEMBER = re.compile(r'(?:[^",]|"(?:[^"\\]|\\.)*")+')
CONDITIONS = ("status", "header", "no_header", "no_content")
VALUES = ("has", "equals", "like")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a response has to keep, and why. ``expected`` is the condition in words; exactly one condition is set."""

    says: str
    why: str
    expected: str
    statuses: tuple[int, ...] = ()
    header: str = ""
    has: tuple[str, ...] = ()
    equals: str = ""
    like: str = ""
    no_header: str = ""
    no_content: bool = False

    def kept_by(self, response: Message) -> bool:
        if self.statuses:
            return response.status in self.statuses
        if self.no_header:
            return not values(response, self.no_header)
        if self.no_content:
            return not response.content
        return self._field_kept(values(response, self.header))

    def _field_kept(self, found: list[str]) -> bool:
        value = ", ".join(found)
        if self.has:
            return {member.lower() for member in self.has} <= {member.lower() for member in members(value)}
        if self.equals:
            return value == self.equals
        if self.like:
            return bool(found) and re.fullmatch(self.like, value, re.ASCII) is not None
        return bool(value)

    def found_in(self, response: Message) -> str:
        """Return what the response has where the rule looks."""
        if self.statuses:
            return response.first.partition(" ")[2]
        if self.no_content:
            return "content" if response.content else "no content"
        name = self.header or self.no_header
        found = values(response, name)
        return f"{name}: {', '.join(found)}".rstrip() if found else f"no {name}"


def values(response: Message, name: str) -> list[str]:
    """Return the values of all fields of a name, in whatever case it is written."""
    return [value.strip() for field, value in response.fields if field.lower() == name.lower()]


def members(value: str) -> list[str]:
    """Return the members of a list such as ``GET, HEAD``; a comma in quotes doesn't part them (RFC 9110, 5.6.1)."""
    return [member.strip() for member in MEMBER.findall(value) if member.strip()]


def read_rule(table: Table, registry: Registry) -> Rule:
    """Return a rule. Raises ContentError at the first mistake."""
    table.refuse_unknown({"says", "why", *CONDITIONS, *VALUES})
    given = [name for name in CONDITIONS if name in table.fields]
    if len(given) != 1:
        raise table.error(f"a rule has exactly one of {', '.join(CONDITIONS)}")
    extra = [name for name in VALUES if name in table.fields]
    if len(extra) > (given == ["header"]):
        raise table.error(
            "at most one of has, equals and like stands beside 'header', and beside nothing else", extra[0]
        )
    says, why = table.text("says"), table.text("why")
    if given == ["status"]:
        return _status_rule(table, registry, says, why)
    if given == ["header"]:
        return _header_rule(table, extra, says, why)
    if given == ["no_header"]:
        name = _field_name(table, "no_header")
        return Rule(says, why, f"no {name}", no_header=name)
    if not table.flag("no_content"):
        raise table.error("'no_content' is true or left out", "no_content")
    return Rule(says, why, "no content", no_content=True)


def _status_rule(table: Table, registry: Registry, says: str, why: str) -> Rule:
    several = isinstance(table.fields["status"], list)
    statuses = tuple(table.listed("status", int)) if several else (table.whole("status"),)
    if not statuses:
        raise table.error("'status' names no code", "status")
    for status in statuses:
        if status not in registry:
            raise table.error(f"{status} is not a registered code", "status")
    return Rule(says, why, " or ".join(str(registry[status]) for status in statuses), statuses=statuses)


def _header_rule(table: Table, extra: list[str], says: str, why: str) -> Rule:
    name = _field_name(table, "header")
    if extra == ["has"]:
        has = tuple(table.listed("has", str))
        if not has or any(members(member) != [member] for member in has):
            raise table.error('\'has\' is a list of single members, such as ["GET", "HEAD"]', "has")
        return Rule(says, why, f"{name} with {' and '.join(has)}", header=name, has=has)
    if extra == ["equals"]:
        return Rule(says, why, f"{name}: {table.text('equals')}", header=name, equals=table.text("equals"))
    if extra == ["like"]:
        try:
            re.compile(table.text("like"), re.ASCII)
        except re.error as error:
            raise table.error(f"'like' is not a regular expression: {error}", "like") from None
        return Rule(says, why, name, header=name, like=table.text("like"))
    return Rule(says, why, name, header=name)


def _field_name(table: Table, field: str) -> str:
    name = table.text(field)
    if not NAME.fullmatch(name):
        raise table.error(f"{name!r} can't be the name of a header field", field)
    return name
