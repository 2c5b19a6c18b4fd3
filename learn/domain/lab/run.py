"""One request on its way through the diagram: what is known of it so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from learn.domain.lab.reply import Refusal, Reply
from learn.domain.lab.request import Request
from learn.domain.lab.shop import FAULTS, Product, Remembered, Role, Shop, User

if TYPE_CHECKING:
    from learn.domain.lab.operation import Operation

type Outcome = Literal["captured", "declined", "malformed", "down", "timeout", "other_content"]


@dataclass(frozen=True, slots=True)
class ProviderCall:
    """What is asked of the payment provider, and how it is to behave."""

    key: str
    user_id: str
    order_id: str
    amount: int
    method: str
    behaviour: str


@dataclass
class Run:
    """``fresh`` gives random text for new ids; ``now`` is seconds since the epoch."""

    request: Request
    shop: Shop
    now: float
    fresh: Callable[[], str]
    operation: "Operation | None" = None
    # Every operation at the address, by method; empty for an address that doesn't exist.
    offered: "dict[str, Operation]" = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)
    user_id: str | None = None
    value: Any = None
    key: str = ""
    digest: str = ""
    replay: Remembered | None = None
    call: ProviderCall | None = None
    outcome: Outcome | None = None
    answers: dict[str, str] = field(default_factory=dict)
    because: dict[str, str] = field(default_factory=dict)
    refusal: Refusal | None = None
    reply: Reply | None = None

    @property
    def api(self) -> str:
        return f"{self.request.base}/api/v1"

    @property
    def user(self) -> User:
        """The caller. Only asked for behind box C of an address that needs one."""
        assert self.user_id is not None
        return self.shop.users[self.user_id]

    @property
    def role(self) -> Role:
        return self.user["role"]

    @property
    def is_shop_page(self) -> bool:
        return self.request.segments[:1] == ("shop",)

    def fault(self, switch: str) -> str:
        """Return the weather for this request: its own Lab-Fault wins over the sandbox's switch."""
        name, _, value = (self.request.header("Lab-Fault") or "").strip().partition("=")
        if name == switch and value in FAULTS[switch]:
            return value
        return self.shop.faults[switch]

    def product(self) -> Product | None:
        return self.shop.products.get(self.params.get("sku", ""))
