"""Fetching a feed, from servers that run here."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import SourceError
from kg.pipeline import build
from kg.sources import count_documents, fetch, read_documents
from kg.sources.fetch import check_address

FEED = b"""<rss version="2.0"><channel><title>Norpress</title><item><title>One</title>
<link>%s/article</link><description>Orsa supplies Kestrel.</description></item></channel></rss>"""


class Server(ThreadingHTTPServer):
    """Answers some paths and remembers what it was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.address = f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        code, location, body = 200, "", FEED % self.server.address.encode()
        if self.path == "/once":
            code, location = 302, "/feed"
        elif self.path.startswith("/loop"):
            code, location = 302, f"/loop?{len(self.server.asked)}"
        elif self.path == "/file":
            code, location = 302, "file:///etc/passwd"
        elif self.path == "/gone":
            code = 404
        elif self.path == "/long":
            body = b" " * (5 * 2**20 + 1)
        elif self.path == "/slow":
            time.sleep(5)
        self.send_response(code)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Keep quiet."""


@contextmanager
def serving() -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("KG_ALLOW_LOCAL", "1")
    with serving() as server:
        yield server


@pytest.mark.parametrize("path", ["/feed", "/once"])
def test_a_feed_is_fetched_and_nothing_in_it_is(server: Server, path: str) -> None:
    assert count_documents([f"{server.address}{path}"]) == 1
    (document,) = read_documents([f"{server.address}{path}"])
    assert (document.text, document.publisher) == ("Orsa supplies Kestrel.", "Norpress")
    assert document.url == f"{server.address}/article"
    assert server.asked == ([path] if path == "/feed" else [path, "/feed"])


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/gone", "the server answers 404; check the address"),
        ("/loop", r"the server answers 302 \(too many redirects, or one that leads off the web\); check"),
        ("/file", "the server answers 302 .too many redirects, or one that leads off the web"),
        ("/long", "is longer than 5242880 bytes"),
    ],
)
def test_an_answer_that_is_no_feed_is_told(server: Server, path: str, problem: str) -> None:
    with pytest.raises(SourceError, match=problem):
        fetch.fetch(f"{server.address}{path}")
    assert len(server.asked) <= 7


def test_a_slow_server_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "SECONDS", 1.0)
    errors: list[SourceError] = []
    assert list(read_documents([f"{server.address}/slow"], on_error=errors.append)) == []
    assert [error.problem for error in errors] == ["took longer than 1 seconds to read"]


def test_nobody_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ALLOW_LOCAL", "1")
    with serving() as server:
        address = server.address
    with pytest.raises(SourceError, match=r"cannot be fetched \(.*refused\); check the address"):
        fetch.fetch(f"{address}/feed")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"])
def test_addresses_of_this_machine_are_not_asked(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.delenv("KG_ALLOW_LOCAL", raising=False)
    with serving() as server:
        with pytest.raises(SourceError, match=r"127\.0\.0\.1 is private; KG_ALLOW_LOCAL=1 allows it"):
            fetch.fetch(f"http://{host}:{server.server_port}/feed")
        assert server.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "ftp://norpress.example/feed",
        "file:///etc/passwd",
        "http://",
        "http://[::1",
        "https://a b/",
        "http://a:99999/",
    ],
)
def test_what_is_no_address_of_a_feed_is_refused_at_once(address: str) -> None:
    for use in (read_documents, count_documents):
        with pytest.raises(SourceError, match="is no address of a feed; give one"):
            use([address])


def test_a_password_is_neither_sent_nor_shown() -> None:
    with pytest.raises(SourceError, match=r"^norpress\.example: carries a password") as told:
        check_address("https://user:secret@norpress.example/feed")
    assert "secret" not in str(told.value)


def test_a_build_takes_the_address_of_a_feed(server: Server, tmp_path: Path) -> None:
    report = build([f"{server.address}/feed", f"{server.address}/gone"], home=tmp_path)
    assert (report.read, report.claims) == (1, 1)
    assert [error.problem for error in report.problems] == ["the server answers 404"]
    assert build([f"{server.address}/feed"], home=tmp_path).unchanged == 1


def test_the_command_takes_addresses(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["kg", "extract", "ftp://norpress.example/feed"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "ftp://norpress.example/feed: is no address of a feed" in capsys.readouterr().err
