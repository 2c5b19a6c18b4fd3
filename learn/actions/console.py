"""What is kept of requests sent from the console: that they were sent, what was expected, and links to share."""

from datetime import datetime
from secrets import token_urlsafe

from django.db import IntegrityError

from learn.actions.writing import action
from learn.domain.flow.graph import Graph
from learn.domain.lab.predict import Expected
from learn.domain.lab.share import frozen
from learn.domain.lab.trace import Trace
from learn.models import Learner, Sending, SharedExchange


class SentBefore(Exception):
    """This form was sent before. ``sending`` is what came of it, without a ``request_id`` where that isn't known.

    ``same`` is whether it was sent with the same request.
    """

    def __init__(self, sending: Sending, digest: str) -> None:
        super().__init__(f"sending {sending.number} was begun before")
        self.sending = sending
        self.same = sending.digest in ("", digest)


def begin_sending(
    learner: Learner, number: str, *, expected: Expected | None, challenge: str, now: datetime, digest: str = ""
) -> Sending:
    """Note that a request is about to be sent, with what is expected of it. Raises SentBefore.

    ``digest`` tells the request from another that comes under the same number.
    """
    try:
        return _begin(learner, number, expected=expected, challenge=challenge, now=now, digest=digest)
    except IntegrityError:
        raise SentBefore(Sending.objects.get(learner=learner, number=number), digest) from None


@action
def _begin(
    learner: Learner, number: str, *, expected: Expected | None, challenge: str, now: datetime, digest: str
) -> Sending:
    before = Sending.objects.filter(learner=learner, number=number).first()
    if before is not None:
        raise SentBefore(before, digest)
    place = expected.place.key if expected and expected.place else ""
    learner.see(now)
    return Sending.objects.create(
        learner=learner,
        number=number,
        digest=digest,
        sent_at=now,
        challenge=challenge,
        place=place,
        code=expected.code if expected else None,
        certainty=expected.certainty if expected else None,
    )


@action
def finish_sending(sending: Sending, trace: Trace, expected: Expected | None, backend: Graph) -> None:
    """Note what the lab answered, and whether it was what the learner expected."""
    sending.request_id, sending.status, sending.route = trace.request_id, trace.status, trace.route_text
    sending.right = expected.is_right(trace, backend) if expected else None
    sending.save(update_fields=["request_id", "status", "route", "right"])


def share_exchange(learner: Learner, trace: Trace, *, now: datetime) -> SharedExchange:
    """Freeze an exchange under an address of its own; one that is shared already keeps its address."""
    try:
        return _share(learner, trace, now=now)
    except IntegrityError:
        return learner.shared.get(request_id=trace.request_id, withdrawn_at=None)


@action
def _share(learner: Learner, trace: Trace, *, now: datetime) -> SharedExchange:
    shared = learner.shared.filter(request_id=trace.request_id, withdrawn_at=None).first()
    if shared is not None:
        return shared
    return SharedExchange.objects.create(
        learner=learner,
        token=token_urlsafe(16),
        request_id=trace.request_id,
        record=frozen(trace).as_text(),
        shared_at=now,
    )


@action
def withdraw(shared: SharedExchange, *, now: datetime) -> None:
    """Take a shared exchange back: its record is emptied, its address goes on to say that it is gone."""
    shared.record, shared.withdrawn_at = "", now
    shared.save(update_fields=["record", "withdrawn_at"])
