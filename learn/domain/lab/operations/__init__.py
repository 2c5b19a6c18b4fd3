"""Every operation of the lab, one table: it routes the requests and becomes the OpenAPI document."""

from learn.domain.lab.operation import Operation
from learn.domain.lab.operations import account, cart, inventory, orders, payments, products, reports, shop_pages

OPERATIONS: tuple[Operation, ...] = (
    *orders.OPERATIONS,
    *payments.OPERATIONS,
    *inventory.OPERATIONS,
    *products.OPERATIONS,
    *cart.OPERATIONS,
    *account.OPERATIONS,
    *reports.OPERATIONS,
    *shop_pages.OPERATIONS,
)

type Found = tuple[dict[str, Operation], dict[str, str]]


def find(segments: tuple[str, ...]) -> Found:
    """Return the operations at an address by method, HEAD where GET is, and the named parts of the address."""
    for pattern, offered in _TABLE:
        if len(pattern) == len(segments):
            params: dict[str, str] = {}
            for name, part in zip(pattern, segments, strict=True):
                if name.startswith("{"):
                    params[name[1:-1]] = part
                elif name != part:
                    break
            else:
                return offered, params
    return {}, {}


def _table() -> list[tuple[tuple[str, ...], dict[str, Operation]]]:
    by_path: dict[str, dict[str, Operation]] = {}
    for operation in OPERATIONS:
        offered = by_path.setdefault(operation.path, {})
        offered[operation.method] = operation
        if operation.method == "GET":
            offered["HEAD"] = operation
    # Addresses without named parts are looked at first.
    return sorted(
        ((tuple(path.split("/")[1:]), offered) for path, offered in by_path.items()),
        key=lambda row: sum(part.startswith("{") for part in row[0]),
    )


_TABLE = _table()
