"""A pasted command line, taken apart into words: a POSIX shell's quotes, bash's ``$'…'``, cmd's carets."""

import re
from collections.abc import Collection

ESCAPES = {"a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
NUMBERED = re.compile(r"x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})")
# A browser's "Copy as cURL (cmd)" has a caret before each quote; that shell takes every caret away.
CMD = re.compile(r'\s*curl(?:\.exe)?\s+\^"')
CARET = re.compile(r"\^(\r?\n\r?\n|\r?\n|.)", re.DOTALL)
# What a shell puts something else in the place of, outside of single quotes.
EXPANDED = re.compile(r"`[^`]*`?|\$(?:\([^)]*\)?|\{[^}]*\}?|[A-Za-z_]\w*|[0-9@*#?$!-])", re.ASCII)
SPACE_AT_END = re.compile(r"[ \t]+(?:\n|\Z)")


def words(text: str, known: Collection[str] = ()) -> list[str]:
    """Return the words of one command; what follows a pipe is left out. Variables in ``known`` stay as they are.

    Raises ValueError where a quote stays open, or the shell would end, redirect or change the command.
    """
    if CMD.match(text):
        return _Reader(CARET.sub(_uncaret, text).replace("\r\n", "\n"), None).words()
    return _Reader(text.replace("\r\n", "\n"), known).words()


def _uncaret(found: re.Match[str]) -> str:
    if "\n" not in found[1]:
        return found[1]
    return "\n" if found[1].count("\n") == 2 else " "


class _Reader:
    def __init__(self, text: str, known: Collection[str] | None) -> None:
        self.text = text
        # None for a shell that has no variables of this kind.
        self.known = known
        self.at = 0
        self.found: list[str] = []
        # None between words: an empty pair of quotes is a word, too.
        self.word: str | None = None

    def words(self) -> list[str]:
        while self.at < len(self.text):
            character = self.text[self.at]
            self.at += 1
            if character == "|":
                break
            self._take(character)
        self._end_word()
        return self.found

    def _take(self, character: str) -> None:
        following = self.text[self.at : self.at + 1]
        if character in " \t\n":
            self._end_word()
        elif character in "\\^" and following == "\n":
            self.at += 1
        elif character == "\\":
            self._add(self._escaped())
        elif character == "'":
            self._add(self._until_quote())
        elif character == '"':
            self._add(self._double())
        elif character == "$" and following == "'":
            self.at += 1
            self._add(self._ansi())
        elif character == "#" and self.word is None:
            self.at = (self.text + "\n").index("\n", self.at)
        elif character in ";&<>":
            raise ValueError(f"a shell ends or redirects the command at {character}: put the address in quotes")
        else:
            self._check_expanded(character)
            self._add(character)

    def _escaped(self) -> str:
        if SPACE_AT_END.match(self.text, self.at):
            raise ValueError("a space stands behind the backslash at a line's end: take it away, and the line goes on")
        self.at += 1
        return self.text[self.at - 1 : self.at]

    def _check_expanded(self, character: str) -> None:
        """Refuse what the shell itself would fill in; ``character`` is the one just read."""
        if self.known is None or character not in "$`":
            return
        found = EXPANDED.match(self.text, self.at - 1)
        if found is not None and found[0] not in self.known:
            shown = found[0][:40]
            raise ValueError(
                f"a shell puts something else in the place of {shown}: write out what, or use single quotes"
            )

    def _add(self, text: str) -> None:
        self.word = (self.word or "") + text

    def _end_word(self) -> None:
        if self.word is not None:
            self.found.append(self.word)
        self.word = None

    def _until_quote(self) -> str:
        end = self.text.find("'", self.at)
        if end < 0:
            raise ValueError("a single quote stays open: write the one that closes it")
        text = self.text[self.at : end]
        self.at = end + 1
        return text

    def _double(self) -> str:
        parts: list[str] = []
        while self.at < len(self.text):
            character = self.text[self.at]
            self.at += 1
            if character == '"':
                return "".join(parts)
            following = self.text[self.at : self.at + 1]
            if character == "\\" and following and following in '$`"\\\n':
                self.at += 1
                character = "" if following == "\n" else following
            else:
                self._check_expanded(character)
            parts.append(character)
        raise ValueError("a double quote stays open: write the one that closes it")

    def _ansi(self) -> str:
        parts: list[str] = []
        while self.at < len(self.text):
            character = self.text[self.at]
            self.at += 1
            if character == "'":
                return _whole("".join(parts))
            parts.append(self._escape() if character == "\\" else character)
        raise ValueError("$' stays open: write the quote that closes it")

    def _escape(self) -> str:
        found = NUMBERED.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
            byte, short, long, octal = found.groups()
            if short or long:
                return _character(int(short or long, 16))
            return _byte(int(byte, 16) if byte else int(octal, 8) & 0xFF)
        letter = self.text[self.at : self.at + 1]
        self.at += 1
        return ESCAPES.get(letter, letter if letter in "\\'\"?" else f"\\{letter}")


def _character(number: int) -> str:
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:  # halves of pairs, which UTF-8 can't hold, are none
        raise ValueError(f"there is no character of the number {number:X}")
    return chr(number)


def _byte(number: int) -> str:
    """Return a byte as a character; those above ASCII wait as surrogates for the ones that complete them."""
    return chr(number) if number < 0x80 else chr(0xDC00 + number)


def _whole(text: str) -> str:
    """Return text whose escaped bytes are joined: UTF-8 where they are, else each as its character in Latin-1."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return "".join(chr(ord(c) - 0xDC00) if "\udc80" <= c <= "\udcff" else c for c in text)
