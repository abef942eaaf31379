"""Fetching the one thing that is ever fetched: a feed whose address the user gives."""

from __future__ import annotations

import os
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from kg.errors import SourceError
from kg.sources.feeds import MAX_BYTES

ALLOW_LOCAL = "KG_ALLOW_LOCAL"
"""Environment variable: "1" allows addresses of this machine and of private networks, and proxies."""

SECONDS = 30.0
"""Time that a feed may take to arrive, redirects included."""

_IDLE_SECONDS = 10.0
_MAX_REDIRECTS = 5
_SCHEMES = frozenset({"http", "https"})
_REMEDY = "check the address, or save the feed and name the file"


def check_address(url: str) -> None:
    """Refuse what is no address of a feed.

    Raises:
        SourceError: If it is no http or https address, names no host, or carries a password.
    """
    try:
        parts = urlsplit(url)
        fit = parts.scheme.lower() in _SCHEMES and parts.hostname and parts.port != 0
    except ValueError:
        fit = False
    if not fit or any(char.isspace() or not char.isprintable() for char in url):
        raise SourceError("is no address of a feed", place=url, remedy="give one that begins with https://")
    if parts.username is not None or parts.password is not None:
        raise SourceError(
            "carries a password", place=parts.hostname, remedy="save the feed and name the file"
        )


def fetch(url: str) -> bytes:
    """Fetch a feed.

    Args:
        url: Its address; redirects are followed five times at most, and nothing in the feed is.

    Returns:
        What the server sent, undecoded.

    Raises:
        SourceError: If the address cannot be reached, answers with an error or with more than a feed can be, or
            belongs to this machine or a private network, of which no article may make `kg` a spy.
    """
    check_address(url)
    request = Request(url, headers={"User-Agent": "keiretsu"})  # noqa: S310 - the scheme has been checked
    try:
        with _opener().open(request, timeout=_IDLE_SECONDS) as answer:
            data: bytes = answer.read(MAX_BYTES + 1)
    except HTTPError as error:
        why = " (too many redirects, or one that leads off the web)" if 300 <= error.code < 400 else ""
        problem = f"the server answers {error.code}{why}"
        raise SourceError(problem, place=url, remedy=_REMEDY) from None
    except (OSError, HTTPException, ValueError) as error:  # URLError and time-outs are OSErrors
        reason = getattr(error, "reason", None) or error
        raise SourceError(f"cannot be fetched ({str(reason)[:200]})", place=url, remedy=_REMEDY) from None
    if len(data) > MAX_BYTES:
        raise SourceError(f"is longer than {MAX_BYTES} bytes", place=url, remedy="save the part that matters")
    return data


def _opener() -> OpenerDirector:
    """Make an opener that knows http and https alone, so that no redirect leads to a file."""
    opener = OpenerDirector()
    for handler in (_Http(), _Https(), _Redirects(), HTTPErrorProcessor(), HTTPDefaultErrorHandler()):
        opener.add_handler(handler)
    if _local_allowed():
        opener.add_handler(ProxyHandler())
    return opener


def _local_allowed() -> bool:
    return os.environ.get(ALLOW_LOCAL) == "1"


class _Checked(HTTPConnection):
    """Looks at whom it is connected to before it says anything: a name may lead anywhere, and change its mind."""

    def connect(self) -> None:
        super().connect()
        peer = ip_address(self.sock.getpeername()[0].partition("%")[0])
        peer = getattr(peer, "ipv4_mapped", None) or peer
        if not _local_allowed() and (not peer.is_global or peer.is_multicast):
            self.close()
            raise OSError(f"{peer} is private; {ALLOW_LOCAL}=1 allows it")


class _CheckedTls(HTTPSConnection, _Checked):
    """The same under TLS: the order of its bases puts the check between connecting and the handshake."""


class _Http(HTTPHandler):
    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_Checked, req)


class _Https(HTTPSHandler):
    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(_CheckedTls, req)


class _Redirects(HTTPRedirectHandler):
    max_redirections = _MAX_REDIRECTS

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        check_address(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
