"""A customer's cart."""

import re

from learn.domain.lab.operation import Operation
from learn.domain.lab.operations.orders import QUANTITY
from learn.domain.lab.reply import Refusal, Reply, bad_request, conflict, forbidden, invalid, not_found
from learn.domain.lab.run import Run
from learn.domain.lab.schema import Members, Text
from learn.domain.lab.shop import Line

ITEMS_AT_MOST = 100
ITEM = re.compile(r"item_[A-Za-z0-9]{1,20}")


class CartOperation(Operation):
    """What operations on a cart share: customers alone have one."""

    def allowed(self, run: Run) -> Refusal | None:
        return None if run.role == "customer" else forbidden("only customers have a cart")

    def cart(self, run: Run) -> dict[str, Line]:
        assert run.user_id is not None
        return run.shop.carts.setdefault(run.user_id, {})


class ReadCart(CartOperation):
    """Answers with what is in the caller's cart."""

    method, path = "GET", "/api/v1/cart"
    summary = "Read one's cart"

    def perform(self, run: Run) -> Reply:
        items = [{"itemId": item_id, **line} for item_id, line in self.cart(run).items()]
        return Reply.of(200, {"items": items})


class CartItem(CartOperation):
    """What operations on one thing in a cart share."""

    def representation_exists(self, run: Run) -> bool:
        return run.params["item"] in self.cart(run)


class PutItem(CartItem):
    """Puts something into the cart, or changes how much of it there is."""

    method, path = "PUT", "/api/v1/cart/items/{item}"
    summary = "Put something into one's cart, or change how much of it"
    takes = Members({"sku": Text(1, 40, example="sku_123"), "quantity": QUANTITY})
    succeeds = (201, 204)
    also = (409, 412, 422)

    def parameters(self, run: Run) -> Refusal | None:
        if ITEM.fullmatch(run.params["item"]):
            return None
        return bad_request("invalid_request", "an item's id is item_ and 1 to 20 letters or digits", details=[])

    def meaning(self, run: Run) -> Refusal | None:
        product = run.shop.products.get(run.value["sku"])
        if product is None or product["withdrawn"]:
            return invalid(422, "unknown_sku", f"no product has the sku {run.value['sku']}", pointer="/sku")
        return None

    def conflict(self, run: Run) -> Refusal | None:
        cart = self.cart(run)
        if run.params["item"] in cart or len(cart) < ITEMS_AT_MOST:
            return None
        return conflict("sandbox_full", f"a cart holds {ITEMS_AT_MOST} items; take some out, or reset the sandbox")

    def perform(self, run: Run) -> Reply:
        cart, item_id = self.cart(run), run.params["item"]
        new = item_id not in cart
        cart[item_id] = Line(sku=run.value["sku"], quantity=run.value["quantity"])
        if not new:
            return Reply(204)
        location = f"{run.api}/cart/items/{item_id}"
        return Reply.of(201, {"itemId": item_id, **cart[item_id]}, [("Location", location)])


class DeleteItem(CartItem):
    """Takes something out of the cart."""

    method, path = "DELETE", "/api/v1/cart/items/{item}"
    summary = "Take something out of one's cart"
    checks_accept = False
    succeeds = (204,)
    also = (412,)

    def exists(self, run: Run) -> Refusal | None:
        item_id = run.params["item"]
        return None if item_id in self.cart(run) else not_found(f"{item_id} isn't in your cart")

    def perform(self, run: Run) -> Reply:
        del self.cart(run)[run.params["item"]]
        return Reply(204)


OPERATIONS = (ReadCart(), PutItem(), DeleteItem())
