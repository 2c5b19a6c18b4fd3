"""Numbers of what is somebody's, as forms send them."""


def number_of(text: str) -> int | None:
    """Return the number that a form sent for something of a class; None for what can't be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
