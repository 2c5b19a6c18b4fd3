"""Whatever is sent, and whatever state the sandbox is in: nothing breaks the search, and no option is a lie."""

from copy import deepcopy

from hypothesis import example, given, settings
from hypothesis import strategies as st

from learn.domain.lab.changes import smallest_changes
from learn.domain.lab.request import Request
from learn.domain.lab.shop import FAULTS
from tests.domain.lab.bench import BASE, Bench, make_request
from tests.domain.lab.cases import LOGIN, MUGS, full, full_cart, job, order, repeated, running, weather
from tests.domain.lab.test_any_request import REQUESTS

SPINE = "BCEFHJLMPRTQ"


def emptied(bench: Bench) -> None:
    """Nothing is left that a learner can delete."""
    bench.shop.sessions.clear()
    bench.shop.billing.clear()
    bench.shop.carts["u_42"].clear()


STATES = [
    emptied,
    lambda bench: None,
    full,
    full_cart,
    job("orders", 1),
    job("inventory", 3),
    running("k-1"),
    running("k-2"),
    repeated(8, "POST", "/orders", "customer", MUGS, headers={"Idempotency-Key": "k-1"}),
    repeated(5, "POST", "/login", "", LOGIN),
    lambda bench: [bench.send("POST", "/logout", who) for who in ("customer", "other", "support", "admin")],
    *(weather(**{switch: value}) for switch, values in FAULTS.items() for value in values[1:]),
]


def is_beyond(box, stopped):
    return box in "PTQ" if stopped == "R" else SPINE.index(box) > SPINE.index(stopped)


@given(request_=REQUESTS, state=st.sampled_from(STATES))
@settings(max_examples=400, deadline=None)
@example(Request("GET", f"{BASE}/api/v1/products/%ff%2f", (("Accept", "*/*;q=0"),), b"", BASE), emptied)
@example(Request("GET", f"{BASE}//", (), b"", BASE), emptied)
@example(make_request("POST", "/orders", "admin", order(userId="\ud800")), emptied)
@example(make_request("POST", "/orders", "customer", content=b'{"items": 1e999, "\xc2\xb2": {}, "0": []}'), emptied)
@example(make_request("POST", "/orders", "customer", content=b'{\n  "x": ' + b"[" * 900 + b"]" * 900 + b"}"), emptied)
@example(make_request("DELETE", "/nowhere", "admin"), emptied)
@example(make_request("POST", "/ord\udcffers", "customer", MUGS), emptied)
@example(make_request("POST", "/login", "", LOGIN | {"password": "wrong"}), weather(database="down"))
def test_any_request_is_told_what_helps_or_nothing(lab, request_, state):
    bench = Bench(lab)
    state(bench)
    before = deepcopy(bench.shop)
    changes = smallest_changes(request_, bench.shop, lab, now=bench.now, fresh=bench.fresh)

    assert bench.shop == before
    for change in changes.options:
        assert all(edit.says[0].isupper() and not edit.says.endswith(".") for edit in change.edits)
        later = Bench(lab, deepcopy(before))
        later.now = bench.now + change.wait_seconds
        sent = later.put(change.request)
        # Without the weather behind it, the database itself may still refuse.
        assert sent.status == 204 or is_beyond(sent.stopped_at, changes.stopped)
