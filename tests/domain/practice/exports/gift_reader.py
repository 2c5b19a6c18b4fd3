"""A reader of GIFT, written from Moodle's description of the format."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

COMMANDS = "~=#{}:"
WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d+)?)%")


@dataclass
class Option:
    marker: str
    weight: float | None
    text: str
    feedback: str


@dataclass
class Question:
    name: str
    html: str
    kind: str
    single: bool
    general: str
    category: str
    comments: list[str]
    options: list[Option] = field(default_factory=list)

    @property
    def couples(self):
        return [tuple(part.strip() for part in option.text.split("->", 1)) for option in self.options]

    @property
    def right(self):
        """The options that earn marks."""
        return [option.text for option in self.options if (option.weight or 0) > 0]


def read_gift(text):
    """Return the questions. A blank line ends each; ``//`` begins a comment."""
    category, questions = "", []
    for block in re.split(r"\n[ \t]*\n", text.strip()):
        lines = block.split("\n")
        comments = [line for line in lines if line.strip().startswith("//")]
        body = "\n".join(line for line in lines if not line.strip().startswith("//")).strip()
        if body.startswith("$CATEGORY:"):
            category = body.removeprefix("$CATEGORY:").strip()
        elif body:
            questions.append(_question(body, category, comments))
    return questions


def _signs(text):
    """Return the characters, each a command or not; a backslash makes one that isn't."""
    signs, at = [], 0
    while at < len(text):
        if text[at] == "\\" and text[at + 1 : at + 2] and text[at + 1] in COMMANDS + "\\n":
            signs.append(({"n": "\n"}.get(text[at + 1], text[at + 1]), False))
            at += 2
        else:
            signs.append((text[at], text[at] in COMMANDS))
            at += 1
    return signs


def _said(signs):
    return "".join(char for char, _ in signs)


def _find(signs, command, start=0):
    """Return where a command of one or more characters stands, or -1."""
    wanted = [(char, True) for char in command]
    found = (at for at in range(start, len(signs)) if signs[at : at + len(command)] == wanted)
    return next(found, -1)


def _question(body, category, comments):
    signs = _signs(body)
    assert signs[:2] == [(":", True)] * 2, f"no name: {body[:60]}"
    end = _find(signs, "::", 2)
    name, signs = _said(signs[2:end]), signs[end + 2 :]
    opens, closes = _find(signs, "{"), _find(signs, "}")
    assert 0 < opens < closes == len(signs) - 1, f"{name}: braces"
    stem, answers = _said(signs[:opens]).strip(), signs[opens + 1 : closes]
    assert stem.startswith("[html]")
    feedback = _find(answers, "####")
    general = _said(answers[feedback + 4 :]).strip() if feedback >= 0 else ""
    answers = answers[:feedback] if feedback >= 0 else answers
    kind, single = _kind(answers)
    options = [_option(part, kind) for part in _parts(answers)]
    return Question(name, stem.removeprefix("[html]"), kind, single, general, category, comments, options)


def _kind(answers):
    single = ("=", True) in answers
    if not _said(answers).strip():
        return "essay", False
    if ("~", True) in answers:
        return "choice", single
    return ("matching" if "->" in _said(answers) else "short"), single


def _parts(answers):
    starts = [at for at, sign in enumerate(answers) if sign in (("=", True), ("~", True))]
    assert not _said(answers[: starts[0] if starts else None]).strip()
    return [answers[start:end] for start, end in pairwise([*starts, len(answers)])]


def _option(part, kind):
    marker, rest = part[0][0], part[1:]
    sharp = _find(rest, "#")
    text = _said(rest[:sharp] if sharp >= 0 else rest).strip()
    feedback = _said(rest[sharp + 1 :]).strip() if sharp >= 0 else ""
    # Only what follows the sign = of a choice isn't looked at for a weight.
    weight = None if kind == "matching" or (kind == "choice" and marker == "=") else WEIGHT.match(text)
    if weight:
        return Option(marker, float(weight[1]), text[weight.end() :].strip(), feedback)
    return Option(marker, 100.0 if marker == "=" else 0.0, text, feedback)
