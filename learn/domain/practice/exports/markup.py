"""Content's Markdown as HTML and as plain text for other programs: without links into this site."""

import re
from functools import cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from learn.domain.lessons.markup import CHIP

# What XML 1.0 can't hold, and the control characters that it can but nobody can see.
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
PARAGRAPHS = re.compile(r"\n\s*\n")


def clean(text: str) -> str:
    """Return the text without characters that a format can't hold, its line ends as ``\\n``."""
    return UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def inline(text: str) -> str:
    """Return a text as HTML: code spans, emphasis, ``{409}`` as the number."""
    rendered: str = _markdown().renderInline(clean(text).strip())
    return _without_brackets(rendered)


def paragraphs(text: str) -> str:
    """Return a text of one or more paragraphs as HTML."""
    return "".join(f"<p>{inline(part)}</p>" for part in PARAGRAPHS.split(clean(text).strip()))


def preformatted(text: str) -> str:
    """Return a text that is shown as it stands, such as an HTTP message, as HTML."""
    return f"<pre>{_without_brackets(escape(clean(text), quote=False))}</pre>"


def plain(text: str) -> str:
    """Return a text without its marks: what stands in a code span, ``{409}`` as the number."""
    tokens = _markdown().parseInline(clean(text).strip())
    return "".join(_said(child) for token in tokens for child in token.children or [])


def _said(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return CHIP.sub(r"\1", token.content) if token.type == "text" else token.content


def _without_brackets(html: str) -> str:
    """Return HTML that shows the same: ``[sound:…]`` and ``[latex]`` command Anki, ``[plain]`` commands GIFT."""
    return html.replace("[", "&#91;")


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).disable("image")

    def text(self: RendererHTML, tokens: list[Token], at: int, *_: object) -> str:
        return escape(_said(tokens[at]), quote=False)

    markdown.add_render_rule("text", text)
    for name in ("link_open", "link_close"):
        markdown.add_render_rule(name, lambda *_: "")
    return markdown
