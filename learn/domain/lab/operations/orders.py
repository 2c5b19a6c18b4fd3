"""Orders: place, list, read, cancel."""

from typing import Any

from learn.domain.lab.operation import Operation
from learn.domain.lab.reply import Refusal, Reply, bad_request, conflict, forbidden, gone, invalid, not_found
from learn.domain.lab.run import Run
from learn.domain.lab.schema import Members, Several, Text, Whole, pointer
from learn.domain.lab.shop import ORDERS_AT_MOST, Line, Order

STATUSES = ("pending_payment", "paid", "shipped", "cancelled")
QUANTITY = Whole(1, 1000, too_small="quantity must be greater than 0", example=2)
LINE = Members({"sku": Text(1, 40, example="sku_123"), "quantity": QUANTITY})
SHOWN = ("orderId", "userId", "status", "items", "total", "currency", "note", "version", "payments")


def shown(order: Order) -> dict[str, Any]:
    """Return of an order what callers are shown."""
    return {name: order[name] for name in SHOWN}  # type: ignore[literal-required]


def order_etag(order: Order) -> str:
    """Return the entity tag of an order."""
    return f'"{order["orderId"]}-v{order["version"]}"'


def product_lines_problem(run: Run, lines: list[Line]) -> Refusal | None:
    """Return what makes no sense about an order's lines: a sku nobody sells, or one that stands twice."""
    seen: set[str] = set()
    for number, line in enumerate(lines):
        product = run.shop.products.get(line["sku"])
        at = pointer("items", number, "sku")
        if product is None or product["withdrawn"]:
            return invalid(422, "unknown_sku", f"no product has the sku {line['sku']}", pointer=at)
        if line["sku"] in seen:
            return invalid(422, "duplicate_sku", f"{line['sku']} stands there twice", pointer=at)
        seen.add(line["sku"])
    return None


class PlaceOrder(Operation):
    """Places an order and takes what it asks for out of stock."""

    method, path = "POST", "/api/v1/orders"
    summary = "Place an order"
    takes = Members(
        {"userId": Text(1, 40, example="u_42"), "items": Several(LINE, 1, 20)},
        {"note": Text(0, 200, nullable=True, printable=True)},
    )
    key = "optional"
    limit = (8, 10)
    succeeds = (201,)
    also = (409, 422, 429)

    def meaning(self, run: Run) -> Refusal | None:
        if run.role == "admin" and run.value["userId"] not in run.shop.users:
            return invalid(422, "unknown_user", f"nobody is {run.value['userId']}", pointer="/userId")
        return product_lines_problem(run, run.value["items"])

    def allowed(self, run: Run) -> Refusal | None:
        own = run.role == "customer" and run.value["userId"] == run.user_id
        return None if own or run.role == "admin" else forbidden("an order can be placed for oneself only")

    def conflict(self, run: Run) -> Refusal | None:
        if len(run.shop.orders) >= ORDERS_AT_MOST:
            return conflict("sandbox_full", f"a sandbox holds {ORDERS_AT_MOST} orders; reset it to begin anew")
        for number, line in enumerate(run.value["items"]):
            available = run.shop.products[line["sku"]]["stock"]
            if line["quantity"] > available:
                message = f"only {available} of {line['sku']} are in stock"
                at = pointer("items", number, "quantity")
                return conflict("insufficient_stock", message, available=available, pointer=at)
        return None

    def perform(self, run: Run) -> Reply:
        value, shop = run.value, run.shop
        order = Order(
            orderId=f"ord_{run.fresh()}",
            userId=value["userId"],
            status="pending_payment",
            items=[Line(sku=line["sku"], quantity=line["quantity"]) for line in value["items"]],
            total=sum(shop.products[line["sku"]]["price"] * line["quantity"] for line in value["items"]),
            currency="EUR",
            note=value.get("note"),
            version=1,
            payments=[],
            hidden=False,
            damaged=False,
        )
        shop.orders[order["orderId"]] = order
        location = f"{run.api}/orders/{order['orderId']}"
        return Reply.of(201, shown(order), [("Location", location), ("ETag", order_etag(order))])


class ListOrders(Operation):
    """Answers with the caller's orders; with everybody's for support and admins."""

    method, path = "GET", "/api/v1/orders"
    summary = "List orders: one's own; support and admin see all"
    shows = {
        "limit": {"type": "integer", "minimum": 1, "maximum": 50, "default": 20},
        "status": {"type": "string", "enum": list(STATUSES)},
    }

    def parameters(self, run: Run) -> Refusal | None:
        limit = run.request.query.get("limit", "20")
        if not (limit.isascii() and limit.isdigit() and len(limit) <= 3 and 1 <= int(limit) <= 50):
            return bad_request("invalid_parameter", "limit must be a whole number from 1 to 50", parameter="limit")
        if run.request.query.get("status", "paid") not in STATUSES:
            message = f"status must be one of {', '.join(STATUSES)}"
            return bad_request("invalid_parameter", message, parameter="status")
        return None

    def perform(self, run: Run) -> Reply:
        query = run.request.query
        limit = int(query.get("limit", "20"))
        found = [
            {"orderId": order["orderId"], "status": order["status"], "total": order["total"]}
            for order in run.shop.orders.values()
            if not order["damaged"]
            and (order["userId"] == run.user_id or run.role in ("support", "admin"))
            and (not order["hidden"] or run.role == "admin")
            and query.get("status") in (None, order["status"])
        ]
        return Reply.of(200, {"orders": found[:limit], "limit": limit})


class OneOrder(Operation):
    """What reading and cancelling an order have in common."""

    def order(self, run: Run) -> Order | None:
        return run.shop.orders.get(run.params["orderId"])

    def secret(self, run: Run) -> bool:
        order = self.order(run)
        return order is not None and order["hidden"] and run.role != "admin"

    def exists(self, run: Run) -> Refusal | None:
        order_id = run.params["orderId"]
        if order_id in run.shop.purged:
            return gone(f"order {order_id} was removed for good")
        missing = not_found(f"there is no order {order_id}")
        if self.secret(run):
            return Refusal(
                **{**vars(missing), "leaf": "auth/L404", "shown": missing.leaf, "known": {"a3": "yes", "a4": "yes"}},
            )
        return missing if self.order(run) is None else None

    def etag(self, run: Run) -> str | None:
        order = self.order(run)
        return order_etag(order) if order is not None and not order["damaged"] else None

    def damaged(self, run: Run) -> bool:
        order = self.order(run)
        return order is not None and order["damaged"]

    def may(self, run: Run, *roles: str) -> Refusal | None:
        order = self.order(run)
        if order is None or order["hidden"] or order["userId"] == run.user_id or run.role in roles:
            return None
        return forbidden("this order is somebody else's")


class ReadOrder(OneOrder):
    """Answers with one order."""

    method, path = "GET", "/api/v1/orders/{orderId}"
    summary = "Read an order"
    also = (304, 410)

    def allowed(self, run: Run) -> Refusal | None:
        return self.may(run, "support", "admin")

    def perform(self, run: Run) -> Reply:
        order = run.shop.orders[run.params["orderId"]]
        return Reply.of(200, shown(order), [("ETag", order_etag(order))])


class CancelOrder(OneOrder):
    """Cancels an order that hasn't been shipped."""

    method, path = "POST", "/api/v1/orders/{orderId}/cancel"
    summary = "Cancel an order that hasn't been shipped; content is ignored"
    also = (409, 410, 412)

    def allowed(self, run: Run) -> Refusal | None:
        return self.may(run, "admin")

    def conflict(self, run: Run) -> Refusal | None:
        if run.shop.charge_is_running(run.params["orderId"], run.now):
            return conflict("payment_in_progress", "a charge for this order is being processed")
        status = run.shop.orders[run.params["orderId"]]["status"]
        if status == "shipped":
            return conflict("order_already_shipped", "the order has been shipped and can't be cancelled")
        if status == "cancelled":
            return conflict("order_already_cancelled", "the order has been cancelled before")
        return None

    def perform(self, run: Run) -> Reply:
        order = run.shop.orders[run.params["orderId"]]
        order["status"] = "cancelled"
        order["version"] += 1
        return Reply.of(200, shown(order), [("ETag", order_etag(order))])


OPERATIONS = (PlaceOrder(), ListOrders(), ReadOrder(), CancelOrder())
