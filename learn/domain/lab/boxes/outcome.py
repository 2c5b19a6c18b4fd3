"""Boxes P, R and T: doing it, and what it depends on."""

from learn.domain.lab.reply import Refusal, unavailable
from learn.domain.lab.run import Run

DATABASE_SECONDS = 5
PROVIDER_SECONDS = 5


def performed(run: Run) -> Refusal | None:
    """Do what was asked, unless the database is away (box R says so) or it was done before."""
    if run.operation is None or run.replay is not None or run.fault("database") == "down":
        return None
    result = run.operation.perform(run)
    if isinstance(result, Refusal):
        return result
    run.reply = result
    return None


def database_failed(run: Run) -> Refusal | None:
    """Return 503 while the database is down; None otherwise."""
    if run.fault("database") != "down":
        return None
    known = {"d1": "yes", "d2": "no", "d5": "yes"}
    return unavailable("database_unavailable", "the database doesn't answer", DATABASE_SECONDS, known, "yes")


def provider_failed(run: Run) -> Refusal | None:
    """Return 502, 503 or 504 as the payment provider has failed; None where it has answered or wasn't asked."""
    known = {"d1": "yes", "d2": "yes"}
    if run.outcome == "malformed":
        message = "the payment provider answered with something that isn't HTTP"
        return Refusal(502, "dependency/L502", "yes", "provider_bad_response", message, known=known)
    if run.outcome == "down":
        message = "the payment provider can't be reached"
        return unavailable("provider_unavailable", message, PROVIDER_SECONDS, known, "yes")
    if run.outcome == "timeout":
        message = "the payment provider didn't answer in time; it may have taken the money"
        return Refusal(504, "dependency/L504", "yes", "provider_timeout", message, known=known)
    return None


def declined(run: Run) -> Refusal | None:
    """The provider worked, and said no."""
    if run.outcome == "declined":
        return Refusal(422, "bad_request/L422", "", "card_declined", "the card was declined")
    if run.outcome == "other_content":
        message = "the provider knows this Idempotency-Key for another order"
        return Refusal(422, "bad_request/L422", "", "idempotency_key_reused", message)
    return None
