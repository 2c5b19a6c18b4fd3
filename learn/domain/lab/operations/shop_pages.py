"""A few pages for people: an account behind a login form, and what stands there during maintenance."""

from html import escape

from learn.domain.lab.operation import Operation
from learn.domain.lab.reply import HTML, Refusal, Reply, not_found
from learn.domain.lab.run import Run


def page(title: str, text: str) -> str:
    """Return a small page of HTML with this title and text, both escaped."""
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<h1>{escape(title)}</h1><p>{escape(text)}</p></html>\n"
    )


class ShopPage(Operation):
    """What the shop's pages for browsers share."""

    method = "GET"
    open = True
    offers = ("text/html",)


class AccountPage(ShopPage):
    """Answers with a page about the caller."""

    path = "/shop/account"
    summary = "One's account; sends a browser without a token to the login page"
    also = (302,)

    def perform(self, run: Run) -> Reply:
        text = f"Logged in as {run.user['displayName']} ({run.user['userId']})."
        return Reply(200, page("Your account", text).encode(), HTML)


class LoginPage(ShopPage):
    """Answers with the page where a form to log in would stand."""

    path = "/shop/login"
    summary = "The login page"

    def perform(self, run: Run) -> Reply:
        text = "A form would stand here. Programs log in with POST /api/v1/login."
        return Reply(200, page("Log in", text).encode(), HTML)


class MaintenancePage(ShopPage):
    """Answers 404: its notice is the gateway's, as long as that is in maintenance."""

    path = "/shop/maintenance"
    summary = "What stands here during maintenance, with 503; missing otherwise"
    succeeds = ()

    def exists(self, run: Run) -> Refusal | None:
        return not_found("the shop is open; there is nothing to say about maintenance")


OPERATIONS = (AccountPage(), LoginPage(), MaintenancePage())
