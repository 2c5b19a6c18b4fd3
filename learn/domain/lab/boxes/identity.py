"""Boxes C and H: who is calling, and whether they may."""

from learn.domain.lab.headers import read_bearer
from learn.domain.lab.operations.account import CHALLENGE
from learn.domain.lab.reply import Refusal, moved, unauthenticated
from learn.domain.lab.run import Run


def authenticated(run: Run) -> Refusal | None:
    """Return 401, or 302 to the login for the account page, without a token that holds; None where none is needed."""
    account_page = run.request.segments == ("shop", "account") and run.request.is_read
    is_open = not run.offered or all(operation.open for operation in run.offered.values())
    if is_open and not account_page:
        run.because["C"] = "open to everyone"
        return None
    token = read_bearer(run.request.header("Authorization"))
    user_id = run.shop.tokens.get(token or "")
    if user_id is not None and token not in run.shop.expired:
        run.user_id = user_id
        run.because["C"] = f"the token is {user_id}'s"
        return None
    if account_page:
        login = f"{run.request.base}/shop/login?next={run.request.path}"
        return moved(302, login, because="a browser can use a login form")
    if token is None:
        message = "send a token in Authorization: Bearer TOKEN"
        return unauthenticated("unauthenticated", message, CHALLENGE)
    message = "the token is unknown, expired or logged out"
    return unauthenticated("invalid_token", message, f'{CHALLENGE}, error="invalid_token"')


def allowed(run: Run) -> Refusal | None:
    """Return the operation's refusal of this caller; None where the caller may."""
    return run.operation.allowed(run) if run.operation is not None else None
