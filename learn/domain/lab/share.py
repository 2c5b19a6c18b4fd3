"""An exchange that others may read: frozen, without what gives access."""

import re
from dataclasses import replace
from urllib.parse import unquote

from learn.domain.lab.trace import Trace

LONG = re.compile(r"[A-Za-z0-9_%-]{20,}")
SANDBOX = re.compile(r"/lab/[A-Za-z0-9_-]{20,}")
REDACTED = "(redacted)"


def _spelled(word: str) -> str:
    """Return a pattern for a word in any case, its letters written out, with percent signs or as JSON escapes them."""
    return "".join(rf"(?:{letter}|%(?:25)*{ord(letter):x}|(?:\\|%5c)u00{ord(letter):x})" for letter in word)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


PASSWORD = _spelled("passw")
# Every token that the shop gives begins alike.
TOKEN = _pattern(_spelled("tok_") + r"(?:[A-Za-z0-9_-]|%[0-9a-f]{2}|\\u00[0-9a-f]{2})*")
# The lab's own sentences name the scheme, too.
BEARER = re.compile(r"(?i:(\bbearer(?:[\s+:]|%20|%3a)+))(?!realm=|error=|TOKEN\b)[A-Za-z0-9._~+/%-]+=*")
SECRET_MEMBER = _pattern(rf'("(?:token|{PASSWORD}[^"]*)"\s*:\s*)"(?:[^"\\]|\\.)*"?')
SECRET_PAIR = _pattern(rf"({PASSWORD}[^=&\s\"']*=)[^&\s\"'#]*")
ABOUT_PASSWORDS = _pattern(rf"{PASSWORD}|{_spelled('pwd')}")
LOGIN = _pattern(_spelled("login"))


def frozen(trace: Trace) -> Trace:
    """Return the trace without the sandbox's address, tokens and passwords. Fields that carry them are redacted."""
    own = _own_id(trace)

    def hidden(text: str) -> str:
        for written in own:
            text = text.replace(written, "…")
        text = SECRET_MEMBER.sub(rf'\1"{REDACTED}"', SANDBOX.sub("/lab/…", text))
        text = SECRET_PAIR.sub(rf"\1{REDACTED}", text)
        return TOKEN.sub(REDACTED, BEARER.sub(rf"\1{REDACTED}", text))

    return replace(
        trace,
        target=hidden(trace.target),
        headers=tuple(
            (name, REDACTED if ABOUT_PASSWORDS.search(name) else hidden(value)) for name, value in trace.headers
        ),
        content=REDACTED if trace.content and _logs_in(trace) else hidden(trace.content),
        steps=tuple({name: hidden(value) for name, value in step.items()} for step in trace.steps),
        response_fields=tuple((name, hidden(value)) for name, value in trace.response_fields),
        response_content=hidden(trace.response_content),
    )


def _logs_in(trace: Trace) -> bool:
    """Whether a password may stand in the content, which nobody needs to have written as the lab reads it."""
    return bool(LOGIN.search(trace.target.partition("?")[0]) or ABOUT_PASSWORDS.search(trace.content))


def _own_id(trace: Trace) -> set[str]:
    """Return the id of the sandbox, as the target writes it and as it is: it may stand anywhere, in any writing."""
    written = trace.target.split("/")[2:3]
    return {name for text in written for name in (text, unquote(text)) if LONG.fullmatch(name)}
