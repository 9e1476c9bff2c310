"""One outlet's web server, on loopback."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import unquote

from newsspider.demo.edition import Answer, failure
from newsspider.errors import DemoError

HOST = "127.0.0.1"
Log = Callable[[str], None]


class OutletServer:
    """Serve a table of answers; the table may be exchanged while it is served."""

    def __init__(self, port: int, log: Log) -> None:
        self.answers: Mapping[str, Answer] = {}
        try:
            self._server = ThreadingHTTPServer((HOST, port), _handler(self, log))
        except OSError as error:
            raise DemoError(
                f"Port {port} cannot be opened ({error.strerror}): "
                "choose another first port with --port."
            ) from error
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def origin(self) -> str:
        """``http://127.0.0.1:8801``."""
        return f"http://{HOST}:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def close(self) -> None:
        """Give the port back where the server was never started."""
        self._server.server_close()


def _handler(outlet: OutletServer, log: Log) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version = "nginx"
        sys_version = ""

        def do_GET(self) -> None:
            log(outlet.origin + self.path)
            # A crawl that is interrupted hangs up in the middle of an answer.
            with suppress(ConnectionError):
                self._send(outlet.answers.get(unquote(self.path)) or failure(404))

        def _send(self, answer: Answer) -> None:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
            if answer.location:
                self.send_header("Location", answer.location)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep the terminal for the crawl's own report."""

    return Handler
