"""The weather in words: what each switch of a sandbox does to a request."""

from learn.domain.lab.shop import FAULTS

WORDS = {
    "payments=ok": "the payment provider works",
    "payments=malformed": "the payment provider answers nonsense",
    "payments=down": "the payment provider can't be reached",
    "payments=slow": "the payment provider answers too late",
    "app=ok": "the application's code works",
    "app=crash": "the application's code crashes",
    "database=ok": "the database answers",
    "database=down": "the database doesn't answer",
    "gateway=ok": "the gateway lets requests in",
    "gateway=maintenance": "the gateway is in maintenance",
}


def switches(now: dict[str, str]) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Return each switch with its values, their words, and whether they are what the sandbox is set to."""
    return [
        (name, [(value, WORDS[f"{name}={value}"], now.get(name) == value) for value in values])
        for name, values in FAULTS.items()
    ]
