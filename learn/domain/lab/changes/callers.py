"""C and H: another caller."""

from collections.abc import Iterator

from learn.domain.lab.changes.change import Step, Tried
from learn.domain.lab.changes.edits import field_set
from learn.domain.lab.shop import TOKENS, Shop


def other_callers(tried: Tried) -> Iterator[Step]:
    """Everybody else with a token that holds."""
    for says, token, user_id in _valid(tried.run.shop):
        if user_id != tried.run.user_id:
            yield field_set(tried.request, "Authorization", f"Bearer {token}", kind="caller", says=says)


def who_sees_it(tried: Tried) -> Iterator[Step]:
    """Those for whom the address isn't missing: the admin for an order kept secret, the owner for an item of a cart."""
    run = tried.run
    order = run.shop.orders.get(run.params.get("orderId", ""))
    seeing = {user_id for user_id, cart in run.shop.carts.items() if run.params.get("item", "") in cart}
    if order is not None and order["hidden"]:
        seeing |= {user["userId"] for user in run.shop.users.values() if user["role"] == "admin"}
    for says, token, user_id in _valid(run.shop):
        if user_id in seeing - {run.user_id}:
            yield field_set(tried.request, "Authorization", f"Bearer {token}", kind="caller", says=says)


def _valid(shop: Shop) -> Iterator[tuple[str, str, str]]:
    """Yield a valid token of each user as (what to do, token, user id): that of day one, or a later one."""
    valid = {token: user_id for token, user_id in shop.tokens.items() if token not in shop.expired}
    known = {token: who for who, token in TOKENS.items() if token in valid}
    for token, who in known.items():
        yield f"Send the token of {who}", token, valid[token]
    met = {valid[token] for token in known}
    for token, user_id in valid.items():
        if user_id not in met:
            met.add(user_id)
            yield f"Send the token that {user_id} got by logging in", token, user_id
