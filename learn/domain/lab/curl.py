"""A draft as a curl line that works from a terminal, and curl lines that people paste as drafts."""

import re
from base64 import b64encode
from dataclasses import dataclass, field
from shlex import quote
from urllib.parse import quote_plus

from learn.domain.lab.curl_options import FILES, IGNORED, IGNORED_SHORT, LONG, READ, SKIPPED
from learn.domain.lab.draft import Draft, DraftProblem, draft_from
from learn.domain.lab.shell import words
from learn.domain.lab.typed import SHORTHANDS

DOTS = re.compile(r"/(?:\.|%2e){1,2}(?=[/?]|$)", re.IGNORECASE)
GLOBS = re.compile(r"[\[\]{}]")
# What stands before the path of an address (a host, or a variable), the path, and the query behind it.
PATH = re.compile(r"((?:[a-z][a-z0-9+.-]*://[^/?#]*)?(?:\$LAB|\$\{[^}]*\})?)(/[^?#]*)(.*)", re.IGNORECASE | re.DOTALL)
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def as_curl(draft: Draft, origin: str, base: str) -> str:
    """Return one line for a POSIX terminal that sends the draft to the sandbox at ``base``."""
    parts = ["curl", "-i", *_method(draft)]
    if DOTS.search(draft.target.partition("?")[0]):
        parts.append("--path-as-is")
    if GLOBS.search(draft.target):
        parts.append("-g")
    parts.append(quote(f"{origin}{base}{draft.target}"))
    for name, value in draft.headers:
        parts += ["-H", quote(f"{name}: {value}" if value else f"{name};")]
    if draft.content:
        if draft.header("Content-Type") is None:
            parts += ["-H", "Content-Type:"]
        parts += ["--data-raw", quote(draft.content)]
    return " ".join(parts)


def _method(draft: Draft) -> list[str]:
    if draft.method == "HEAD":
        # curl waits for the content of a HEAD that has content itself; --head and --data don't go together.
        return ["-X", "HEAD", "--max-time", "5"] if draft.content else ["--head"]
    implied = "POST" if draft.content else "GET"
    return [] if draft.method == implied else ["-X", quote(draft.method)]


@dataclass
class _Command:
    """What the options of a curl line say, so far."""

    method: str = ""
    head: bool = False
    get: bool = False
    url: str = ""
    # Whether the address is sent as it stands: with its dots, and with brackets that mean themselves.
    as_is: bool = False
    globs: bool = True
    pieces: list[str] = field(default_factory=list)
    json: bool = False
    fields: list[tuple[str, str]] = field(default_factory=list)
    # Names whose field curl is told not to make by itself.
    unmade: set[str] = field(default_factory=set)
    made: dict[str, str] = field(default_factory=dict)

    def has_content(self) -> bool:
        return bool(self.pieces) and not self.get


def read_curl(text: str, *, base: str, origin: str) -> Draft:
    """Return the request that a pasted curl line would send. Raises DraftProblem, its field ``curl``."""
    try:
        command = _read(words(text, [name for name, _ in SHORTHANDS]))
        content = ("" if command.json else "&").join(command.pieces)
        url = _address_sent(command)
        url, content = (_with_query(url, content), "") if command.get else (url, content)
        return draft_from(_verb(command), url, _fields(command), content, base=base, origin=origin)
    except DraftProblem as problem:
        raise DraftProblem("curl", " ".join(f"{message}." for message in problem.problems.values())[:-1]) from None
    except ValueError as problem:
        raise DraftProblem("curl", str(problem)) from None


def _verb(command: _Command) -> str:
    if command.head and command.has_content():
        raise ValueError("curl sends either --head or content, not both: use -X HEAD")
    implied = "HEAD" if command.head else "POST" if command.has_content() else "GET"
    return command.method or implied


def _address_sent(command: _Command) -> str:
    """Return the address that curl sends, without dots in its path. Raises ValueError where it would send several."""
    found = PATH.match(command.url)
    if found is None:
        return command.url
    before, path, rest = found.groups()
    if command.globs and GLOBS.search(path + rest):
        raise ValueError("curl takes brackets and braces in it for several requests: add -g, or write one")
    return command.url if command.as_is else f"{before}{_without_dots(path)}{rest}"


def _without_dots(path: str) -> str:
    """Return the path without . and .., as RFC 3986, 5.2.4 takes them out; as it is where it leads above its root."""
    kept: list[str] = []
    for segment in path.split("/"):
        dots = segment.lower().replace("%2e", ".")
        if dots == ".." and len(kept) < 2:
            return path
        if dots == "..":
            kept.pop()
        if dots not in (".", ".."):
            kept.append(segment)
    return "/".join(kept) + ("/" if dots in (".", "..") else "")


def _with_query(url: str, query: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def _fields(command: _Command) -> list[tuple[str, str]]:
    """Return the fields that curl makes by itself, but for those given or taken away, and then the given ones."""
    # What is set to nothing isn't sent.
    made = {name: value for name, value in command.made.items() if value}
    if command.has_content():
        made["Content-Type"] = JSON if command.json else FORM
    if command.json:
        made["Accept"] = JSON
    given = {name.lower() for name, _ in command.fields} | command.unmade
    return [*((name, value) for name, value in made.items() if name.lower() not in given), *command.fields]


def _read(line: list[str]) -> _Command:
    rest = line[1:] if line[:1] == ["$"] else line
    if not rest or rest[0].rpartition("/")[2].removesuffix(".exe") != "curl":
        raise ValueError("this is no curl line: it begins with the word curl")
    command, waiting = _Command(), rest[:0:-1]
    while waiting:
        word = waiting.pop()
        if word == "--":
            while waiting:
                _address(command, waiting.pop())
        elif word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            _option(command, name, waiting, value if equals else None)
        elif word.startswith("-") and len(word) > 1:
            _short(command, word[1:], waiting)
        else:
            _address(command, word)
    if not command.url:
        raise ValueError("the line has no address: end it with the address of your sandbox")
    return command


def _short(command: _Command, letters: str, waiting: list[str]) -> None:
    """Read options of one letter; the first that has an argument takes what stands behind it in the word."""
    for position, letter in enumerate(letters, start=1):
        if letter in IGNORED_SHORT:
            command.globs &= letter != "g"
            continue
        name = LONG.get(letter)
        if name is None:
            raise ValueError(f"curl's option -{letter} isn't understood here: leave it out")
        if name in ("head", "get"):
            _option(command, name, waiting, None)
            continue
        _option(command, name, waiting, letters[position:] or None)
        return


def _option(command: _Command, name: str, waiting: list[str], value: str | None) -> None:
    if name in FILES:
        raise ValueError(f"--{name} sends forms or files: only content that is written out can be sent from here")
    if name in IGNORED:
        command.globs &= name != "globoff"
        command.as_is |= name == "path-as-is"
        return
    if name in ("head", "get"):
        command.head, command.get = command.head or name == "head", command.get or name == "get"
        return
    if name not in READ and name not in SKIPPED:
        raise ValueError(f"curl's option --{name[:40]} isn't understood here: leave it out, or write its field with -H")
    if value is None:
        if not waiting:
            raise ValueError(f"--{name} stands at the end without its argument")
        value = waiting.pop()
    if name in READ:
        _take(command, name, value)


def _take(command: _Command, name: str, value: str) -> None:
    match name:
        case "request":
            command.method = value
        case "header":
            _header(command, value)
        case "url":
            _address(command, value)
        case "user":
            command.made["Authorization"] = f"Basic {b64encode(value.encode()).decode()}"
        case "oauth2-bearer":
            command.made["Authorization"] = f"Bearer {value}"
        case "cookie":
            if "=" not in value:
                raise ValueError("-b without = reads a file: write the cookie out as name=value")
            command.made["Cookie"] = f"{command.made['Cookie']}; {value}" if "Cookie" in command.made else value
        case "user-agent" | "referer":
            command.made[name.title()] = value
        case _:
            _piece(command, name, value)


def _header(command: _Command, value: str) -> None:
    name, colon, text = value.partition(":")
    if value.startswith("@"):
        raise ValueError("-H @name reads a file: write the field out as Name: value")
    if not colon and value.endswith(";"):
        command.fields.append((value[:-1], ""))
    elif not colon:
        raise ValueError(f"-H {value[:80]!r} is no header field: write 'Name: value'")
    elif not text.strip(" \t"):
        command.unmade.add(name.lower())
    else:
        command.fields.append((name, text))


def _piece(command: _Command, name: str, value: str) -> None:
    """Take a piece of the content."""
    named, equals, text = value.partition("=")
    if (name != "data-raw" and value.startswith("@")) or (name == "data-urlencode" and not equals and "@" in value):
        raise ValueError(f"--{name} @name reads a file: write the content out")
    if name == "data-urlencode":
        encoded = quote_plus(text if equals else value)
        value = f"{named}={encoded}" if equals and named else encoded
    command.json = command.json or name == "json"
    command.pieces.append(value)


def _address(command: _Command, word: str) -> None:
    if command.url:
        raise ValueError(f"one request at a time: {command.url[:60]} and {word[:60]} are two addresses")
    if not word.startswith(("/", "$")) and "://" not in word.partition("?")[0]:
        # As curl itself guesses.
        word = f"http://{word}"
    command.url = word
