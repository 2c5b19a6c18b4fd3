"""Questions whose every text is made to break out of the format it is written in."""

from dataclasses import replace

from learn.domain.lessons.exchange import Exchange, Message

# No Markdown in it, so that it is to be seen as it stands.
PROSE = (
    "%50%[plain] \"a\" & 'b' < c > {x = ~y # z: 100% -> ####} // ]]> </pre><script>x</script> "
    "{{c1::x}} [sound:a.mp3] ‮שלום‏ é"
)
WIRE = PROSE + r" &amp;lt; C:\new \= \\n \\\ `tick` *star* " + "\tend"
UNFIT = "\x00\x0b\x1f\x7f\ufffe\ud800"


def marked(text, name):
    """Return a text that differs by its name and has characters that no format holds."""
    return f"{text}{UNFIT} {name}"


def poisoned(item, text=PROSE, wire=WIRE):
    """Return the question with this text wherever its author may write."""

    def answers(those, name):
        return tuple(
            replace(answer, text=marked(text, f"{name}{answer.key}"), why=marked(text, f"why{answer.key}"))
            for answer in those
        )

    changed = replace(
        item,
        stem=marked(text, "stem"),
        exchange=Exchange((Message("GET /x HTTP/1.1", (("X", wire),), wire + UNFIT),)),
        answers=answers(item.answers, "answer"),
        steps=answers(item.steps, "step"),
        points=answers(item.points, "point"),
        lines=tuple(f"{line}{wire}" for line in item.lines),
        matches=tuple(
            replace(match, left=marked(text, f"left{match.key}"), right=marked(text, f"right{match.key}"))
            for match in item.matches
        ),
        rules=tuple(replace(rule, says=marked(text, "says"), why=marked(text, "why")) for rule in item.rules),
        model=marked(text, "model") if item.model else "",
        flawed=wire + UNFIT if item.flawed else "",
    )
    return replace(changed, right=changed.answers[0]) if changed.answers else changed
