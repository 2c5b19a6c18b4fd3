"""The sentences of a generated question, made of the texts of the chart's boxes and of the lab's own reasons."""

from collections.abc import Iterator

from learn.domain.flow.graph import Graph, Node
from learn.domain.lab.engine import Lab
from learn.domain.practice.generator.case import Case
from learn.domain.practice.generator.ending import Ending
from learn.domain.practice.generator.targets import SPINE
from learn.domain.practice.items import Kind

QUESTIONS: dict[Kind, str] = {
    "code": "Which code comes back?",
    "box": "At which box of the map is the answer decided?",
    "one": "Which answer does this request get?",
}
# What the boxes that ask nothing have to say where a request passes them.
PASSED = {
    "B": "The gateway lets this request in: it finds nothing to answer by itself.",
    "E": "The application only takes the request over.",
    "L": "The code of the business logic works, and it runs to its end.",
    "P": "The data can be read and stored, and nothing there speaks against the request.",
    "T": "What the server depends on has agreed.",
    "Q": "Every question is passed.",
}
# Past these two boxes it is not the box that says no.
PLACES = {"P": "the comparison with the stored data", "T": "the payment provider's decision"}
WHEN_SUCCESS = {
    200: "an existing thing is read or changed and there is something to show",
    201: "the request brings something new into being that has an address of its own",
    202: "the work is only taken on and done later",
    204: "the work is done and there is nothing to send back",
}
# Mistaken beliefs that a wrong answer shows, by the right code and the wrong one.
MISCONCEPTIONS = {
    (401, 403): "403-means-login",
    (403, 401): "401-is-permission",
    (403, 404): "404-for-missing-rights",
    (405, 404): "404-for-wrong-method",
    (405, 501): "501-for-one-resource",
    (409, 400): "409-is-400",
    (409, 412): "412-without-condition",
    (409, 422): "state-is-bad-input",
    (409, 403): "state-is-permission",
    (412, 409): "412-is-409",
    (412, 428): "428-is-412",
    (428, 412): "428-is-412",
    (400, 422): "422-for-any-bad-content",
    (415, 400): "415-for-bad-fields",
    (429, 503): "429-is-outage",
    (503, 429): "429-is-outage",
    (429, 403): "429-is-permission",
    (502, 504): "502-is-504",
    (504, 502): "502-is-504",
    (502, 500): "500-is-default",
    (503, 500): "500-is-default",
    (504, 500): "500-is-default",
}


def misconception(right: int, chosen: int, box: str) -> str:
    """Return a name for what somebody believes who takes one code for another, or the right one for another box's."""
    if right == chosen:
        return f"{right}-at-{box.lower()}"
    return MISCONCEPTIONS.get((right, chosen), f"{chosen}-for-{right}")


def stem(state: str, kind: Kind) -> str:
    """Return a scenario with the question that this kind asks about it."""
    return f"{state} {QUESTIONS[kind]}".strip()


def why_right(case: Case, lab: Lab) -> str:
    """Return the path in words, why it ends there, and what of the rest doesn't count."""
    ending, status = case.ending, str(lab.registry[case.ending.status])
    path = " ".join(f"{lab.charts['backend'][edge.source].label} {edge.label}." for edge in ending.walk.answered)
    if ending.succeeded:
        leaf = lab.charts["success"][f"L{ending.status}"]
        end = f"The answer is {status}: {lowered(leaf.why.rstrip('.'))}."
    else:
        node = lab.charts["backend"][ending.box]
        at = "" if node.asks else f"At {place(node)}: "
        end = f"{at}{status}, for this reason: {ending.reason}."
    return " ".join(text for text in (path, end, _rest(case)) if text)


def _rest(case: Case) -> str:
    """Return a sentence on what else looks wrong."""
    others = [part for part in case.parts if part is not case.lead]
    later = "; ".join(part.so for part in others if not part.harmless)
    harmless = "; ".join(part.so for part in others if part.harmless)
    said = [f"Nothing depends on this: {harmless}."] if harmless else []
    return " ".join([*said, *([f"What else is wrong would come up only later on the map: {later}."] if later else [])])


def why_not(right: Ending, near: Ending, lab: Lab) -> str:
    """Return why the request doesn't end like a near miss, which differs in one thing."""
    backend = lab.charts["backend"]
    here = place(backend[right.box])
    if near.box == right.box:
        reason = right.reason or "every question is passed"
        return f"The place is right, but the reason at {here} is another one: {reason}."
    if near.succeeded:
        return f"A success has to pass every question, and this request stops at {here}: {right.reason}."
    there = backend[near.box]
    if SPINE.index(near.box) < SPINE.index(right.box):
        return _passed(there, right)
    said = f"{there.asks} That is asked" if there.asks else f"{sentence_case(place(there))} comes"
    return f"{said} only later on the map. This request has stopped at {here} before: {right.reason}."


def _passed(there: Node, right: Ending) -> str:
    if not there.asks:
        return PASSED[there.id]
    edge = next(edge for edge in right.walk.answered if edge.source == there.id)
    answer = {"M": "neither", "C": "yes"}.get(there.id, edge.answer)
    because = right.run.because.get(there.id, "")
    return f"{there.asks} Here: {answer}{', ' + because if because else ''}."


def siblings(code: int, success: Graph) -> Iterator[tuple[int, str, str]]:
    """Yield the other codes of a success that are one answer away: code, why not here, and when it would be right."""
    walk = next(walk for walk in success.walks() if walk.at.codes == (code,))
    for taken in walk.answered:
        for edge in success.edges_from(taken.source):
            reached = success.reach(edge.target) if edge is not taken else ()
            for leaf in success.terminals:
                if leaf.id in reached:
                    asked = success[taken.source].label
                    yield leaf.codes[0], f"{asked} Here: {taken.answer}. {taken.why}", WHEN_SUCCESS[leaf.codes[0]]


def place(node: Node) -> str:
    """Return what to call the box where a request stops."""
    return PLACES.get(node.id, node.label)


def lowered(text: str) -> str:
    """Return a text with its first letter in lower case."""
    return text[:1].lower() + text[1:]


def sentence_case(text: str) -> str:
    """Return a text with its first letter in upper case."""
    return text[:1].upper() + text[1:]
