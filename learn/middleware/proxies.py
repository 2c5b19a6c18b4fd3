"""Whose word counts for the client's address and scheme: only that of proxies named in TRUSTED_PROXIES."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ProxiesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        peer = request.META.get("REMOTE_ADDR", "")
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        if _trusted(peer):
            request.META["REMOTE_ADDR"] = _client(peer, forwarded)
        else:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return self.get_response(request)


def _trusted(address: str) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in settings.TRUSTED_PROXIES)


def _client(peer: str, forwarded: str) -> str:
    """Return the address nearest to us that isn't one of our proxies; what stands before it anyone can write."""
    client = peer
    for part in reversed(forwarded.split(",")):
        address = part.strip()
        try:
            ip_address(address)
        except ValueError:
            break
        client = address
        if not _trusted(address):
            break
    return client
