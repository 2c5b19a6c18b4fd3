import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learn.domain.lab.operations import OPERATIONS
from learn.domain.lab.schema import Flag, Members, Several, Text, Whole, pointer

QUANTITY = Whole(1, 1000, too_small="quantity must be greater than 0")
LINE = Members({"sku": Text(1, 5), "quantity": QUANTITY})
ORDER = Members({"items": Several(LINE, 1, 2)}, {"note": Text(0, 5, nullable=True, printable=True)})
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def told(schema, value, at="/x"):
    return [(problem.pointer, problem.message) for problem in schema.problems(value, at)]


@pytest.mark.parametrize(
    ("parts", "text"),
    [((), ""), (("items", 0, "sku"), "/items/0/sku"), (("a/b",), "/a~1b"), (("m~n",), "/m~0n"), (("",), "/")],
)
def test_pointer_is_written_as_rfc_6901_has_it(parts, text):
    assert pointer(*parts) == text


@pytest.mark.parametrize("value", [1, 2, 999, 1000])
def test_whole_number_within_its_range_is_right(value):
    assert told(QUANTITY, value) == []


@pytest.mark.parametrize("value", [2.0, "2", True, False, None, [], {}, float("nan")])
def test_other_type_is_no_whole_number(value):
    assert told(QUANTITY, value, "/quantity") == [("/quantity", "quantity must be a whole number")]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (0, "quantity must be greater than 0"),
        (-5, "quantity must be greater than 0"),
        (1001, "x must be from 1 to 1000"),
    ],
)
def test_number_out_of_range_is_told_its_range(value, message):
    assert told(QUANTITY, value) == [("/x", message)]


def test_number_without_words_of_its_own_is_told_its_range():
    assert told(Whole(0, 5), -1) == [("/x", "x must be from 0 to 5")]


@pytest.mark.parametrize(
    ("schema", "value", "message"),
    [
        (Text(1, 3), "", "x must have 1 to 3 characters"),
        (Text(1, 3), "abcd", "x must have 1 to 3 characters"),
        (Text(1, 3), 5, "x must be a string"),
        (Text(1, 3), None, "x must be a string"),
        (Text(choices=("a", "b")), "c", "x must be one of a, b"),
        (Text(printable=True), "a\nb", "x must have printable characters only"),
        (Text(pattern="[a-c]+", example="abc"), "abd", "x must look like abc"),
        (Flag(), 1, "x must be true or false"),
        (Flag(), "true", "x must be true or false"),
        (Several(Flag(), 1, 2), {}, "x must be an array"),
        (Several(Flag(), 1, 2), [], "x must have 1 to 2 entries"),
        (Several(Flag(), 1, 2), [True] * 3, "x must have 1 to 2 entries"),
    ],
)
def test_wrong_value_is_told_what_would_be_right(schema, value, message):
    assert told(schema, value) == [("/x", message)]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (Text(1, 3), "abc"),
        (Text(0, 3), ""),
        (Text(1, 3, nullable=True), None),
        (Text(1, 3, printable=True), "für"),
        (Text(1, 3), "💙💙💙"),
        (Text(choices=("a", "b")), "b"),
        (Text(pattern="[a-c]+"), "abc"),
        (Flag(), False),
        (Several(Flag(), 1, 2), [True, False]),
        (ORDER, {"items": [{"sku": "a", "quantity": 1}], "note": None}),
    ],
)
def test_right_value_has_no_problem(schema, value):
    assert told(schema, value) == []


@pytest.mark.parametrize(
    ("value", "problems"),
    [
        ([], [("", "must be an object")]),
        ({}, [("/items", "items is required")]),
        ({"items": [{"sku": "a"}]}, [("/items/0/quantity", "quantity is required")]),
        ({"items": [{"sku": "a", "quantity": 1}], "a/b": 1}, [("/a~1b", "a/b is not a known field")]),
        (
            {"items": [{"sku": "a", "quantity": 1}, {"sku": 7, "quantity": 0}]},
            [("/items/1/sku", "sku must be a string"), ("/items/1/quantity", "quantity must be greater than 0")],
        ),
    ],
)
def test_each_problem_is_pointed_at(value, problems):
    assert told(ORDER, value, "") == problems


@given(value=ANYTHING)
def test_any_value_is_right_or_told_why_not(value):
    for operation in OPERATIONS:
        if operation.takes is None:
            continue
        problems = list(operation.takes.problems(value))
        assert all(problem.message for problem in problems)
        assert isinstance(value, dict) or problems


def example_of(schema):
    """Return the value that an OpenAPI schema gives as its example, or the smallest that it allows."""
    if schema["type"] == "object":
        return {name: example_of(inner) for name, inner in schema["properties"].items()}
    if schema["type"] == "array":
        return [example_of(schema["items"])] * schema["minItems"]
    if "examples" in schema:
        return schema["examples"][0]
    return "x" * schema["minLength"]


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.takes], ids=lambda o: type(o).__name__)
def test_examples_of_the_openapi_schema_are_accepted(operation):
    shown = operation.takes.openapi()
    example = example_of(shown)

    assert list(operation.takes.problems(example)) == []
    assert shown["required"] == [name for name in shown["properties"] if name in operation.takes.required]
    assert shown["additionalProperties"] is False


def test_openapi_says_what_is_checked():
    assert Text(1, 5, nullable=True).openapi() == {"type": ["string", "null"], "minLength": 1, "maxLength": 5}
    assert Text(choices=("a",), example="a").openapi() == {"type": "string", "enum": ["a"], "examples": ["a"]}
    assert re.fullmatch(Text(pattern="a+").openapi()["pattern"], "aaa")
    assert Whole(1, 9, example=3).openapi() == {"type": "integer", "minimum": 1, "maximum": 9, "examples": [3]}
    assert Flag().openapi() == {"type": "boolean", "examples": [True]}
    assert Several(Flag(), 1, 2).openapi()["maxItems"] == 2
