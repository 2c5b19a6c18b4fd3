"""What is tried for each way in which a request stops short of the database."""

from collections.abc import Iterator

from learn.domain.lab.changes import addresses, callers, conditions, contents, limits, weather
from learn.domain.lab.changes.change import Fixer, Step, Tried

# By the error's code; what has none by its box and status. In the order in which equal options are shown.
FIXERS: dict[str, tuple[Fixer, ...]] = {
    "uri_too_long": (addresses.shorter_address,),
    "header_fields_too_large": (conditions.largest_field_out,),
    "not_implemented": (conditions.offered_method,),
    "maintenance": (weather.open_gateway,),
    "B302": (weather.open_gateway,),
    "content_too_large": (contents.good_content,),
    "B307": (addresses.where_it_points,),
    "B308": (addresses.where_it_points,),
    "unauthenticated": (callers.other_callers,),
    "invalid_token": (callers.other_callers,),
    "C302": (callers.other_callers,),
    "unknown_fault": (weather.known_fault,),
    "method_not_allowed": (conditions.offered_method,),
    "not_acceptable": (conditions.acceptable_format,),
    "body_required": (contents.good_content,),
    "unsupported_media_type": (conditions.readable_format,),
    "malformed_json": (contents.good_content,),
    "invalid_request": (contents.valid_fields, addresses.valid_part),
    "invalid_parameter": (addresses.good_parameter,),
    "idempotency_key_required": (conditions.new_key,),
    "invalid_idempotency_key": (conditions.new_key,),
    "idempotency_key_reused": (conditions.new_key,),
    "precondition_required": (conditions.current_condition,),
    "unknown_sku": (contents.known_value,),
    "duplicate_sku": (contents.known_value,),
    "unknown_user": (contents.known_value,),
    "unknown_order": (contents.known_value,),
    "unknown_payment": (contents.known_value,),
    "forbidden": (contents.own_user, addresses.other_things, callers.other_callers),
    "not_found": (limits.report_made, callers.who_sees_it, addresses.other_things, addresses.known_address),
    "gone": (addresses.other_things,),
    "J301": (addresses.where_it_points,),
    "J302": (addresses.where_it_points,),
    "J303": (addresses.where_it_points,),
    "J304": (conditions.unconditional,),
    "internal_error": (weather.working_application, addresses.other_things),
    "too_many_requests": (limits.next_window,),
    "precondition_failed": (conditions.holding_condition, addresses.other_item),
    "idempotency_in_progress": (limits.charge_over,),
    "payment_in_progress": (limits.charge_over, addresses.other_things),
    "order_already_paid": (addresses.other_things,),
    "order_not_payable": (addresses.other_things,),
    "order_already_shipped": (addresses.other_things,),
    "order_already_cancelled": (addresses.other_things,),
    "inventory_version_conflict": (contents.current_version,),
    "insufficient_stock": (contents.available_quantity,),
    # A full cart takes what is in it already; for another order only a reset makes room.
    "sandbox_full": (addresses.other_item,),
}


def steps(tried: Tried) -> Iterator[Step]:
    """Yield what to try next on a copy that stopped short of the database."""
    refusal = tried.refusal
    for fixer in FIXERS[refusal.error or f"{tried.stopped}{refusal.status}"]:
        yield from fixer(tried)
