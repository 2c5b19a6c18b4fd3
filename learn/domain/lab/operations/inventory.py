"""Inventory: what is in stock, and changing it without overwriting somebody else's change."""

from learn.domain.lab.operation import Operation
from learn.domain.lab.reply import Refusal, Reply, conflict, forbidden, gone, not_found
from learn.domain.lab.run import Run
from learn.domain.lab.schema import Members, Whole
from learn.domain.lab.shop import Product


class OneSku(Operation):
    """What operations on one product's stock share: whether it exists, its entity tag, how it is shown."""

    def exists(self, run: Run) -> Refusal | None:
        product = run.product()
        if product is None:
            return not_found(f"there is no product {run.params['sku']}")
        return gone(f"{run.params['sku']} was withdrawn for good") if product["withdrawn"] else None

    def etag(self, run: Run) -> str | None:
        product = run.product()
        return None if product is None or product["withdrawn"] else stock_etag(product)

    def shown(self, product: Product) -> Reply:
        value = {"sku": product["sku"], "stock": product["stock"], "version": product["version"]}
        return Reply.of(200, value, [("ETag", stock_etag(product))])


def stock_etag(product: Product) -> str:
    """Return the entity tag of a product's stock."""
    return f'"{product["sku"]}-v{product["version"]}"'


class ReadStock(OneSku):
    """Answers with what of a product is in stock."""

    method, path = "GET", "/api/v1/inventory/{sku}"
    summary = "Read what is in stock"
    also = (304, 410)

    def perform(self, run: Run) -> Reply:
        return self.shown(run.shop.products[run.params["sku"]])


class ChangeStock(OneSku):
    """Changes what of a product is in stock, under a condition and for admins alone."""

    method, path = "PATCH", "/api/v1/inventory/{sku}"
    summary = "Change what is in stock, on condition that nobody else has meanwhile"
    takes = Members({"stock": Whole(0, 100_000, example=41)}, {"version": Whole(1, 2**63 - 1, example=3)})
    needs_condition = True
    also = (409, 410, 412, 428)

    def allowed(self, run: Run) -> Refusal | None:
        product = run.product()
        if product is None or product["withdrawn"] or run.role == "admin":
            return None
        return forbidden("only an admin may change what is in stock")

    def conflict(self, run: Run) -> Refusal | None:
        product = run.shop.products[run.params["sku"]]
        if run.value.get("version", product["version"]) == product["version"]:
            return None
        message = "The stock has changed since you read it. Read it again and decide anew."
        return conflict("inventory_version_conflict", message, currentVersion=product["version"])

    def perform(self, run: Run) -> Reply:
        product = run.shop.products[run.params["sku"]]
        product["stock"] = run.value["stock"]
        product["version"] += 1
        product["changed"] = max(product["changed"], int(run.now))
        return self.shown(product)


OPERATIONS = (ReadStock(), ChangeStock())
