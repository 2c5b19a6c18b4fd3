"""What each box of the diagram looks at, in the one order there is (contract, section 4).

A check returns why the request stops at its box, or None. The first that stops it decides.
"""

from collections.abc import Callable

from learn.domain.lab.boxes import content, gateway, identity, outcome, state
from learn.domain.lab.reply import Refusal
from learn.domain.lab.run import Run

type Check = Callable[[Run], Refusal | None]

BOXES: dict[str, tuple[Check, ...]] = {
    "B": (
        gateway.target_length,
        gateway.field_sizes,
        gateway.method_known,
        gateway.maintenance,
        gateway.content_size,
        gateway.trailing_slash,
        gateway.old_version,
        gateway.options,
    ),
    "C": (identity.authenticated,),
    "F": (
        content.lab_fault,
        content.method_offered,
        content.acceptable,
        content.content_present,
        content.content_coding,
        content.content_type,
        content.well_formed,
        content.fields_valid,
        content.parameters_valid,
        content.idempotency_key,
        content.condition_present,
        content.meaningful,
    ),
    "H": (identity.allowed,),
    "J": (state.exists, state.not_modified),
    "L": (state.crash,),
    "M": (state.rate, state.preconditions, state.same_key_running, state.state_conflict),
    "P": (outcome.performed,),
    "R": (outcome.database_failed, outcome.provider_failed),
    "T": (outcome.declined,),
}
# The arrow that a question's box takes when nothing stops the request there.
ONWARD = {"C": "yes", "F": "yes", "H": "yes", "J": "yes", "M": "success", "R": "no"}
