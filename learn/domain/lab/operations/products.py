"""What everybody may look at: products as JSON or as a card, and images."""

import base64
from html import escape

from learn.domain.lab.headers import preferred, write_date
from learn.domain.lab.operation import Operation
from learn.domain.lab.reply import HTML, JSON, Refusal, Reply, as_json, gone, moved, not_found
from learn.domain.lab.run import Run

OFFERED = (JSON, "text/html")
# A blue square of one pixel.
LOGO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mPQ9jr9HwAEbgJLT0rTbgAAAABJRU5ErkJggg=="
)


class ReadProduct(Operation):
    """Answers with a product, as JSON or as a page; sends old and passing names on to it."""

    method, path = "GET", "/api/v1/products/{sku}"
    summary = "Read a product, by its sku or by a slug that leads there"
    open = True
    offers = OFFERED
    also = (301, 302, 304, 410)

    def exists(self, run: Run) -> Refusal | None:
        name = run.params["sku"]
        if name in run.shop.slugs:
            status, sku = run.shop.slugs[name]
            return moved(status, f"{run.api}/products/{sku}", because=f"{name} leads to {sku}")
        product = run.product()
        if product is None:
            return not_found(f"there is no product {name}")
        return gone(f"{name} was withdrawn for good") if product["withdrawn"] else None

    def media_type(self, run: Run) -> str:
        return preferred(run.request.header("Accept"), self.offers) or JSON

    def etag(self, run: Run) -> str | None:
        product = run.product()
        if product is None or product["withdrawn"]:
            return None
        kind = "html" if self.media_type(run) == "text/html" else "json"
        return f'"{product["sku"]}-v{product["version"]}-{kind}"'

    def last_modified(self, run: Run) -> int | None:
        product = run.product()
        return product["changed"] if product is not None else None

    def perform(self, run: Run) -> Reply:
        product = run.shop.products[run.params["sku"]]
        etag = self.etag(run)
        assert etag is not None
        fields = [("ETag", etag), ("Last-Modified", write_date(product["changed"]))]
        if self.media_type(run) == "text/html":
            card = (
                f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(product["name"])}</title>'
                f"<h1>{escape(product['name'])}</h1>"
                f"<p>{product['price'] / 100:.2f} {product['currency']}, {product['stock']} in stock</p></html>\n"
            )
            return Reply(200, card.encode(), HTML, fields, "public, no-cache")
        names = ("sku", "name", "price", "currency", "stock", "version")
        value = {name: product[name] for name in names}  # type: ignore[literal-required]
        return Reply(200, as_json(value), JSON, fields, "public, no-cache")


class ReadImage(Operation):
    """Answers with an image."""

    method, path = "GET", "/api/v1/images/{name}"
    summary = "Read an image"
    open = True
    offers = ("image/png",)

    def exists(self, run: Run) -> Refusal | None:
        name = run.params["name"]
        return None if name == "logo.png" else not_found(f"there is no image {name}")

    def perform(self, run: Run) -> Reply:
        return Reply(200, LOGO, "image/png")


OPERATIONS = (ReadProduct(), ReadImage())
