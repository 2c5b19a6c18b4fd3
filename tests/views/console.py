"""A learner at the console: what its forms send, and what the page then holds."""

import re
from collections.abc import Iterator
from secrets import token_urlsafe
from typing import Any

from django.test import Client

from learn.domain.lab.draft import faults
from learn.domain.lab.shop import TOKENS
from learn.models import Sandbox
from tests.page import Page

SEND = "/lab/send/"
HTMX = {"HX-Request": "true"}
PRODUCT = "/api/v1/products/sku_123"
ORDER = "/api/v1/orders/ord_9001"
EMPTY = {"method": "GET", "target": PRODUCT, "caller": "none", "headers": "", "content": "", "fault": ""}
REQUEST_ID = re.compile(r"req_[0-9a-f]{10}")


def typed(target: str = PRODUCT, **fields: str) -> dict[str, str]:
    """Return what a filled-in form sends, with a number of its own."""
    return EMPTY | {"number": token_urlsafe(12), "target": target} | fields


def send(browser: Client, target: str = PRODUCT, **fields: str) -> Any:
    """Send a request from the page, without JavaScript."""
    return browser.post(SEND, typed(target, **fields))


def sent(browser: Client, target: str = PRODUCT, **fields: str) -> str:
    """Send a request from the page; return its id."""
    response = send(browser, target, **fields)
    assert response.status_code == 303, response.text
    return REQUEST_ID.search(response.url)[0]


def shown(browser: Client, target: str = PRODUCT, **fields: str) -> Page:
    """Send a request from the page, and read the page that shows its answer."""
    return Page(browser.get(send(browser, target, **fields).url))


def sandbox_of(browser: Client) -> Sandbox:
    """Return the sandbox whose address stands on this browser's page."""
    address = re.search(r"/lab/([A-Za-z0-9_-]{22,})/api/v1", browser.get("/lab/").text)
    assert address is not None, "the page knows no sandbox"
    return Sandbox.objects.get(pk=address[1])


def by_curl(browser: Client, target: str = PRODUCT, method: str = "GET", **fields: str) -> Any:
    """Send a request as a terminal does: straight to the sandbox, from a client without cookies."""
    headers = {name.replace("_", "-"): value for name, value in fields.items()}
    return Client().generic(method, f"/lab/{sandbox_of(browser).pk}{target}", headers=headers)


def forms(page: Page) -> Iterator[dict[str, str]]:
    """Yield the hidden fields of each form, with its address as ``action``."""
    fields: dict[str, str] | None = None
    for element in page.elements:
        if element.tag == "form":
            if fields is not None:
                yield fields
            fields = {"action": element.attrs.get("action", "").partition("#")[0]}
        elif fields is not None and element.tag == "input" and element.attrs.get("type") == "hidden":
            fields[element["name"]] = element.attrs["value"]
    if fields is not None:
        yield fields


def offers(page: Page) -> list[dict[str, str]]:
    """Return the forms of the changes that are offered."""
    return [form for form in forms(page) if form["action"] == SEND and "target" in form]


def written(page: Page, name: str) -> str:
    """Return what a text box of the request's form holds, its lines in a row; offered forms have hidden fields."""
    return page.one("textarea", name=name).text


def filled(page: Page) -> dict[str, str]:
    """Return the fields of the request's form, as a browser would send them."""
    form = {name: page.typed(name) for name in ("method", "target")}
    form |= {name: "".join(page.one("textarea", name=name).parts).removeprefix("\n") for name in ("headers", "content")}
    chosen = [o["value"] for o in page.all("option") if "selected" in o.attrs]
    form["caller"] = next((value for value in chosen if value in ("none", *TOKENS)), "none")
    form["fault"] = next((value for value in chosen if value in faults()), "")
    return form


def answer(page: Page) -> str:
    """Return what is told above the answer."""
    return page.one("h2", id="answer-title").text
