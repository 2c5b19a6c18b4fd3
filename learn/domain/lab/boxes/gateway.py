"""Box B: what the gateway turns away by itself."""

from learn.domain.lab.operation import Operation
from learn.domain.lab.operations.shop_pages import page
from learn.domain.lab.reply import Fields, Refusal, moved, unavailable
from learn.domain.lab.request import API
from learn.domain.lab.run import Run

TARGET_BYTES = 2048
FIELD_BYTES = 4096
FIELDS_BYTES = 12288
CONTENT_BYTES = 16384
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")
MAINTENANCE_SECONDS = 30
# What the API was called before, and how that is told.
MOVED = {("api", "v0"): 308, ("api", "beta"): 307}


def _at_gateway(status: int, error: str, message: str, fields: Fields | None = None) -> Refusal:
    chart = "rfc9110" if status == 501 else "bad_request"
    return Refusal(status, f"{chart}/L{status}", "", error, message, fields or [])


def target_length(run: Run) -> Refusal | None:
    """Return 414 for an address of more than TARGET_BYTES bytes; None otherwise."""
    if len(run.request.target.encode("utf-8", "surrogateescape")) <= TARGET_BYTES:
        return None
    return _at_gateway(414, "uri_too_long", f"an address has at most {TARGET_BYTES} bytes here")


def field_sizes(run: Run) -> Refusal | None:
    """Return 431 where one field has more than FIELD_BYTES bytes or all more than FIELDS_BYTES; None otherwise."""
    sizes = [(len(f"{name}: {value}".encode("utf-8", "replace")), name) for name, value in run.request.headers]
    largest, name = max(sizes, default=(0, ""))
    if largest > FIELD_BYTES:
        message = f"the field {name} has more than {FIELD_BYTES} bytes"
        return _at_gateway(431, "header_fields_too_large", message)
    if sum(size + 2 for size, _ in sizes) > FIELDS_BYTES:
        message = f"all header fields together have more than {FIELDS_BYTES} bytes"
        return _at_gateway(431, "header_fields_too_large", message)
    return None


def method_known(run: Run) -> Refusal | None:
    """Return 501 for a method that the server doesn't know; None otherwise."""
    if run.request.method in METHODS:
        return None
    return _at_gateway(501, "not_implemented", f"this server doesn't know the method {run.request.method}")


def maintenance(run: Run) -> Refusal | None:
    """Return 503, or 302 to the notice for a page of the shop, while the gateway is in maintenance; None otherwise."""
    if run.fault("gateway") != "maintenance":
        return None
    known = {"d1": "no", "d5": "yes"}
    refusal = unavailable("maintenance", "closed for maintenance; come back soon", MAINTENANCE_SECONDS, known, "")
    if not run.is_shop_page or not run.request.is_read:
        return refusal
    if run.request.segments == ("shop", "maintenance"):
        text = "Back in half a minute."
        return Refusal(**{**vars(refusal), "html": page("Closed for maintenance", text)})
    return moved(302, f"{run.request.base}/shop/maintenance", because="the shop is closed for maintenance")


def content_size(run: Run) -> Refusal | None:
    """Return 413 for content of more than CONTENT_BYTES bytes; None otherwise."""
    if len(run.request.content) <= CONTENT_BYTES and not run.request.cut:
        return None
    return _at_gateway(413, "content_too_large", f"content has at most {CONTENT_BYTES} bytes here")


def trailing_slash(run: Run) -> Refusal | None:
    """Return 308 to the address without its slash at the end; None where it has none."""
    path = run.request.path
    if not path.endswith("/"):
        return None
    return moved(308, run.request.with_query(path.rstrip("/")), because="the address ends in a slash")


def old_version(run: Run) -> Refusal | None:
    """Return 307 or 308 to version 1 for an address of another version; None for all others."""
    segments = run.request.segments
    status = MOVED.get(segments[:2])  # type: ignore[arg-type]
    if status is None:
        return None
    rest = run.request.path.split("/", 5)[5:]
    path = "/".join([run.request.base, *API, *rest])
    return moved(status, run.request.with_query(path), because=f"{segments[1]} has become v1")


def options(run: Run) -> Refusal | None:
    """Return 204 with Allow, and Accept-Patch where there is a PATCH, for OPTIONS; None for other methods."""
    if run.request.method != "OPTIONS" or not run.offered:
        return None
    fields = [("Allow", allow(run.offered))]
    patch = run.offered.get("PATCH")
    if patch is not None:
        fields.append(("Accept-Patch", ", ".join(patch.accepted_types)))
    return Refusal(204, "success/L204", fields=fields, because="asked what the address offers")


def allow(offered: dict[str, Operation]) -> str:
    """Return the value of Allow for what an address offers."""
    return ", ".join([method for method in METHODS if method in offered] + ["OPTIONS"])
