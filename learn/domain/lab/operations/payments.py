"""Payments: charge through the provider, verify what was captured."""

from learn.domain.lab.operation import Operation
from learn.domain.lab.reply import Refusal, Reply, conflict, forbidden, invalid
from learn.domain.lab.run import ProviderCall, Run
from learn.domain.lab.schema import Members, Text
from learn.domain.lab.shop import RUNNING_SECONDS, Order, Running


def _payable(run: Run) -> Order | None:
    """Return the order named in the content, unless it is a secret to the caller."""
    order = run.shop.orders.get(run.value["orderId"])
    return None if order is None or (order["hidden"] and run.role != "admin") else order


class Charge(Operation):
    """Charges an order by way of the payment provider, once under one key."""

    method, path = "POST", "/api/v1/payments/charge"
    summary = "Charge an order; a gateway to the payment provider"
    takes = Members(
        {
            "orderId": Text(1, 60, example="ord_9001"),
            "method": Text(choices=("card_ok", "card_declined"), example="card_ok"),
        }
    )
    key = "required"
    also = (409, 422, 502, 503, 504)

    def meaning(self, run: Run) -> Refusal | None:
        if _payable(run) is None:
            return invalid(422, "unknown_order", f"there is no order {run.value['orderId']}", pointer="/orderId")
        return None

    def allowed(self, run: Run) -> Refusal | None:
        order = _payable(run)
        own = order is not None and order["userId"] == run.user_id
        return None if own or run.role == "admin" else forbidden("only the owner or an admin may charge this order")

    def damaged(self, run: Run) -> bool:
        order = _payable(run)
        return order is not None and order["damaged"]

    def conflict(self, run: Run) -> Refusal | None:
        shop = run.shop
        order = shop.orders[run.value["orderId"]]
        if shop.charge_is_running(order["orderId"], run.now):
            return conflict("payment_in_progress", "another charge for this order is being processed")
        if order["status"] == "paid":
            return conflict("order_already_paid", "the order has been paid before")
        if order["status"] != "pending_payment":
            return conflict("order_not_payable", f"an order that is {order['status']} can't be paid")
        return None

    def perform(self, run: Run) -> None:
        order = run.shop.orders[run.value["orderId"]]
        assert run.user_id is not None
        run.shop.running = [c for c in run.shop.running if run.now - c["started"] < RUNNING_SECONDS]
        run.shop.running.append(
            Running(
                orderId=order["orderId"], userId=run.user_id, key=run.key, digest=run.digest, started=run.now
            )
        )  # fmt: skip
        run.call = ProviderCall(
            key=run.key,
            user_id=run.user_id,
            order_id=order["orderId"],
            amount=order["total"],
            method=run.value["method"],
            behaviour=run.fault("payments"),
        )

    def settle(self, run: Run) -> Reply | None:
        shop = run.shop
        shop.running = [
            charge for charge in shop.running if (charge["userId"], charge["key"]) != (run.user_id, run.key)
        ]
        if run.outcome != "captured" or run.call is None:
            return None
        payment_id = f"pay_{run.fresh()}"
        order = shop.orders.get(run.call.order_id)
        # A reset while the provider was thinking has undone everything but the answer.
        if order is not None and order["status"] == "pending_payment":
            order["status"] = "paid"
            order["version"] += 1
            order["payments"].append({"paymentId": payment_id, "amount": run.call.amount})
        shown = {
            "orderId": run.call.order_id,
            "status": "paid",
            "paymentId": payment_id,
            "amount": run.call.amount,
        }
        return Reply.of(200, shown)


class Verify(Operation):
    """Answers which order a payment has paid."""

    method, path = "POST", "/api/v1/payments/verify"
    summary = "Verify a payment"
    takes = Members({"paymentId": Text(1, 60, example="pay_9002")})
    also = (422,)

    def meaning(self, run: Run) -> Refusal | None:
        order = run.shop.order_of_payment(run.value["paymentId"])
        if order is None or (order["hidden"] and run.role != "admin"):
            message = f"there is no payment {run.value['paymentId']}"
            return invalid(422, "unknown_payment", message, pointer="/paymentId")
        return None

    def allowed(self, run: Run) -> Refusal | None:
        order = run.shop.order_of_payment(run.value["paymentId"])
        own = order is not None and order["userId"] == run.user_id
        return None if own or run.role == "admin" else forbidden("this payment is somebody else's")

    def perform(self, run: Run) -> Reply:
        payment_id = run.value["paymentId"]
        order = run.shop.order_of_payment(payment_id)
        assert order is not None
        return Reply.of(200, {"paymentId": payment_id, "orderId": order["orderId"], "status": "captured"})


OPERATIONS = (Charge(), Verify())
