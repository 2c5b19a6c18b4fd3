"""Markdown as our content uses it, with ``{409}`` for a chip that links to the code's page."""

import re
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.anchors import anchors_plugin

from learn.domain.status import Registry

CHIP = re.compile(r"\{(\d{3})\}")


def slugify(heading: str) -> str:
    """Return a heading as the address of its section: ``What 409 means`` is ``what-409-means``."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


@cache
def renderer(registry: Registry) -> MarkdownIt:
    """Return the renderer. It passes no HTML through."""
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(["table"])
    markdown.use(anchors_plugin, min_level=2, max_level=3, slug_func=slugify)

    def chip(state: StateInline, silent: bool) -> bool:
        found = CHIP.match(state.src, state.pos)
        if found is None or int(found[1]) not in registry:
            return False
        if not silent:
            status = registry[int(found[1])]
            opening = state.push("link_open", "a", 1)
            opening.attrs = {"class": f"code is-{status.digit}", "href": f"/codes/{status.code}/"}
            if not state.src.startswith(f" {status.phrase}", found.end()):
                opening.attrs["title"] = status.phrase
            state.push("text", "", 0).content = str(status.code)
            state.push("link_close", "a", -1)
        state.pos = found.end()
        return True

    markdown.inline.ruler.before("link", "chip", chip)
    # A table scrolls in its own box on a phone, and can be reached by keyboard there.
    markdown.add_render_rule("table_open", lambda *_: '<div class="scroll" tabindex="0" role="group"><table>\n')
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return markdown


@lru_cache(maxsize=4096)
def inline(text: str, registry: Registry) -> str:
    """Return one line of content as HTML: code spans, emphasis and chips."""
    return str(renderer(registry).renderInline(text))


def unknown_codes(text: str, registry: Registry) -> list[int]:
    """Return the numbers written as chips that no registered code has."""
    return [int(code) for code in CHIP.findall(text) if int(code) not in registry]
