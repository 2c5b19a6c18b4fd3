"""Products, stock, images and carts: good requests."""

from collections.abc import Callable
from random import Random

from learn.domain.lab.shop import Line, Shop
from learn.domain.practice.generator.scene import OWNERS, Base
from learn.domain.practice.generator.scenes.orders import API, CUSTOMERS

SKUS = ("sku_123", "sku_200")


def _at_version(sku: str, stock: int, version: int) -> Callable[[Shop], None]:
    def sets(shop: Shop) -> None:
        shop.products[sku]["stock"], shop.products[sku]["version"] = stock, version

    return sets


def _stock_told(sku: str, version: int) -> str:
    return f'The stock of {sku} is at version {version}, and its entity tag is `"{sku}-v{version}"`.'


def read_stock(rng: Random) -> Base:
    """Return a good request that reads what is in stock."""
    sku, version = rng.choice(SKUS), rng.randrange(2, 30)
    return Base(
        "read stock",
        rng.choice(("GET", "GET", "HEAD")),
        f"{API}/inventory/{sku}",
        rng.choice(("customer", "other", "support", "admin")),
        told=(("thing", _stock_told(sku, version)),),
        sets=_at_version(sku, rng.randrange(5, 90), version),
        ids={"sku": sku, "tag": f'"{sku}-v{version}"'},
    )


def change_stock(rng: Random) -> Base:
    """Return a good request that changes what is in stock."""
    sku, version = rng.choice(SKUS), rng.randrange(2, 30)
    value, tag = {"stock": rng.randrange(0, 500)}, f'"{sku}-v{version}"'
    in_field = rng.randrange(2)
    if not in_field:
        value["version"] = version
    rule = "Only administrators change it, and only on a condition."
    return Base(
        "change stock",
        "PATCH",
        f"{API}/inventory/{sku}",
        "admin",
        value=value,
        fields=(("If-Match", tag),) if in_field else (),
        told=(("thing", f"{_stock_told(sku, version)} {rule}"),),
        sets=_at_version(sku, rng.randrange(5, 90), version),
        ids={"sku": sku, "tag": tag, "version": str(version)},
        strangers=("customer", "other", "support"),
    )


def read_product(rng: Random) -> Base:
    """Return a good request that reads a product."""
    sku, version = rng.choice(SKUS), rng.randrange(2, 30)
    accept, kind = rng.choice((("", "json"), ("application/json", "json"), ("text/html", "html")))
    tag = f'"{sku}-v{version}-{kind}"'
    return Base(
        "read product",
        rng.choice(("GET", "GET", "GET", "HEAD")),
        f"{API}/products/{sku}",
        fields=(("Accept", accept),) if accept else (),
        told=(
            ("thing", f"Products are open to everybody. {sku} is for sale; its {kind.upper()} has the tag `{tag}`."),
        ),
        sets=_at_version(sku, rng.randrange(5, 90), version),
        ids={"sku": sku, "tag": tag},
    )


def read_image(rng: Random) -> Base:
    """Return a good request that reads an image."""
    method = rng.choice(("GET", "HEAD"))
    told = (("thing", "Images are open to everybody, and logo.png is one of them."),)
    return Base("read image", method, f"{API}/images/logo.png", told=told, ids={"image": "logo.png"})


def read_cart(rng: Random) -> Base:
    """Return a good request that reads a cart."""
    return Base(
        "read cart",
        rng.choice(("GET", "GET", "HEAD")),
        f"{API}/cart",
        rng.choice(CUSTOMERS),
        told=(("thing", "Each customer has a cart, and nobody else has one."),),
        strangers=("support", "admin"),
    )


def _item(rng: Random, caller: str, *, there: bool) -> tuple[str, str, Callable[[Shop], None]]:
    """Return an item's id, a sentence on where it is, and what sees to that."""
    item_id, quantity = f"item_{rng.randrange(10, 99)}", rng.randrange(1, 9)

    def sets(shop: Shop) -> None:
        if there:
            shop.carts[OWNERS[caller]][item_id] = Line(sku="sku_123", quantity=quantity)

    place = "is in the caller's cart" if there else "is not in the caller's cart yet"
    return item_id, f"{item_id} {place}. Only customers have a cart.", sets


def _put_item(rng: Random, name: str, *, there: bool) -> Base:
    caller = rng.choice(CUSTOMERS)
    item_id, told, sets = _item(rng, caller, there=there)
    return Base(
        name,
        "PUT",
        f"{API}/cart/items/{item_id}",
        caller,
        value={"sku": rng.choice(SKUS), "quantity": rng.randrange(1, 20)},
        told=(("thing", told),),
        sets=sets,
        ids={"item": item_id, "there": "yes" if there else ""},
        strangers=("support", "admin"),
    )


def put_new_item(rng: Random) -> Base:
    """Return a good request that puts something new into a cart."""
    return _put_item(rng, "put new item", there=False)


def put_item_again(rng: Random) -> Base:
    """Return a good request that changes how much of a thing is in a cart."""
    return _put_item(rng, "put item again", there=True)


def delete_item(rng: Random) -> Base:
    """Return a good request that takes something out of a cart."""
    caller = rng.choice(CUSTOMERS)
    item_id, told, sets = _item(rng, caller, there=True)
    return Base(
        "delete item",
        "DELETE",
        f"{API}/cart/items/{item_id}",
        caller,
        told=(("thing", told),),
        sets=sets,
        ids={"item": item_id, "there": "yes"},
        strangers=("support", "admin"),
    )


SCENES = (
    read_stock, change_stock, read_product, read_image, read_cart, put_new_item, put_item_again, delete_item
)  # fmt: skip
