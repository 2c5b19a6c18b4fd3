"""Questions in GIFT, Moodle's format for text files. https://docs.moodle.org/en/GIFT_format"""

from collections.abc import Iterator, Sequence

from learn.domain.practice.exports.markup import inline, plain
from learn.domain.practice.exports.quiz import Choice, Essay, Matching, Option, Short, form, percent
from learn.domain.practice.exports.texts import as_html, asked, by_pair, explained
from learn.domain.practice.items import Item

ESCAPED = str.maketrans({char: f"\\{char}" for char in "\\~=#{}:"} | {"\n": "\\n"})
CATEGORY = "$CATEGORY: $course$/top/Statusline"


def gift(items: Sequence[Item]) -> str:
    """Return the questions as GIFT, in categories by pair. Texts are HTML; each question has its id as its name."""
    blocks = []
    for pair, members in by_pair(items).items():
        blocks += [f"{CATEGORY}/{pair}", *(_question(item) for item in members)]
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    """Return a text in which nothing is a command, on one line."""
    return text.translate(ESCAPED)


def _question(item: Item) -> str:
    tags = "".join(f" [tag:{tag}]" for tag in (item.kind, *item.codes))
    head = f"// [id:{item.id}]{tags}\n::{escaped(item.id)}::[html]{escaped(as_html(asked(item)))}"
    return "\n".join([head + "{", *_answers(item), f"\t####{escaped(as_html(explained(item, nears=False)))}", "}"])


def _answers(item: Item) -> Iterator[str]:
    match form(item):
        case Choice(options, single=True):
            yield from (f"\t{'=' if option.share else '~'}{_told(option)}" for option in options)
        case Choice(options):
            yield from (f"\t~%{percent(option.share)}%{_told(option)}" for option in options)
        case Short(options):
            yield from (f"\t=%{percent(option.share)}%{_typed(option)}" for option in options)
        case Matching(couples):
            yield from (f"\t={_html(left)} -> {escaped(plain(right))}" for left, right in couples)
        case Essay():
            pass


def _told(option: Option) -> str:
    return _html(option.text) + (f"#{_html(option.why)}" if option.why else "")


def _typed(option: Option) -> str:
    return escaped(option.text) + (f"#{_html(option.why)}" if option.why else "")


def _html(text: str) -> str:
    """Return Markdown as HTML, escaped. A percent sign at its beginning isn't the beginning of a weight."""
    html = inline(text)
    return escaped(f"&#37;{html[1:]}" if html.startswith("%") else html)
