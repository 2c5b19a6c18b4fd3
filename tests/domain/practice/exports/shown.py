"""What a reader sees of HTML, read by the standard library's parser."""

from html.parser import HTMLParser

PARTS = {"p", "pre", "li", "ul", "ol", "br"}
KNOWN = PARTS | {"b", "code", "em", "strong", "a"}


class Page(HTMLParser):
    """``tags`` are those that were opened, in order; ``pres`` are the texts shown as they stand."""

    def __init__(self, html):
        super().__init__()
        self.parts, self.tags, self.pres, self.links = [""], [], [], []
        self.inside_pre = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]
        if tag in PARTS:
            self.parts.append("")
        if tag == "pre":
            self.inside_pre = True
            self.pres.append("")

    def handle_endtag(self, tag):
        if tag in PARTS:
            self.parts.append("")
        if tag == "pre":
            self.inside_pre = False

    def handle_data(self, text):
        self.parts[-1] += text
        if self.inside_pre:
            self.pres[-1] += text

    @property
    def texts(self):
        """The texts of paragraphs, lines of lists and the like, that aren't empty."""
        return [text.strip() for text in self.parts if text.strip()]


def shown(html):
    """Return what is seen of HTML; it has no tags but those that shape a text."""
    page = Page(html)
    assert {*page.tags} <= KNOWN, page.tags
    return page


def seen(html):
    return "\n".join(shown(html).texts)
