import pytest

from learn.domain.lessons.markup import inline, renderer, slugify, unknown_codes


def test_each_registered_code_becomes_a_chip_with_its_name(library):
    for status in library.registry:
        html = inline(f"A {{{status.code}}}.", library.registry)
        assert f'<a class="code is-{status.digit}" href="/codes/{status.code}/" title="' in html
        assert f">{status.code}</a>." in html


@pytest.mark.parametrize("text", ["{499}", "{40}", "{4040}", "{abc}", "`{404}`", "\\{404}"])
def test_other_braces_stay_text(library, text):
    assert "<a " not in inline(text, library.registry)


def test_no_html_passes(library):
    html = renderer(library.registry).render("<script>alert(1)</script>\n\nA <b>bold</b> [x](javascript:alert(1))")

    assert "<script" not in html
    assert "<b>" not in html
    assert "href" not in html


def test_table_scrolls_in_a_box_that_takes_focus(library):
    html = renderer(library.registry).render("| a |\n| --- |\n| b |\n")

    assert html.startswith('<div class="scroll" tabindex="0" role="group"><table>')
    assert html.endswith("</table></div>\n")


def test_table_has_no_style_attribute(library):
    assert "style=" not in renderer(library.registry).render("| a |\n| --- |\n| b |\n")


def test_heading_can_be_linked_to(library):
    assert '<h2 id="what-409-means">' in renderer(library.registry).render("## What 409 means")
    assert slugify("What 409 means!") == "what-409-means"


def test_chips_without_a_code_are_listed(library):
    assert unknown_codes("{404} {499} {999} {12}", library.registry) == [499, 999]


def test_a_chip_that_its_phrase_follows_says_it_once(library):
    said = inline("{409} Conflict, {409} again", library.registry)

    assert said == (
        '<a class="code is-4" href="/codes/409/">409</a> Conflict, '
        '<a class="code is-4" href="/codes/409/" title="Conflict">409</a> again'
    )
