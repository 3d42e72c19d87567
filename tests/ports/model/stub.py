"""A server that answers chat completions as it is told to, and often badly."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Stub:
    """What the server was asked, and how it answers: one behaviour a request, the last for good."""

    behaviours: list[Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def texts(self) -> list[str]:
        """The stretches that were sent, in order."""
        return [json.loads(body["messages"][-1]["content"])["text"] for body in self.asked]

    def next(self) -> Callable[[BaseHTTPRequestHandler], None]:
        return self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]


@contextmanager
def serving() -> Iterator[Stub]:
    """The stub on a port of its own."""
    stub = Stub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            stub.asked.append({**json.loads(body), "path": self.path})
            stub.headers.append(dict(self.headers))
            stub.next()(self)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass  # whoever asked has hung up

    server = Server(("127.0.0.1", 0), Handler)
    stub.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()


def completion(content: Any, ending: str = "stop") -> bytes:
    """A chat completion with these words."""
    choice = {"message": {"role": "assistant", "content": content}, "finish_reason": ending}
    return json.dumps({"choices": [choice]}).encode()


def said(*candidates: Any) -> bytes:
    """A chat completion with these candidates."""
    return completion(json.dumps({"attributions": list(candidates)}))


def answers(
    data: bytes, status: int = 200, **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    """Answer with these bytes."""

    def behave(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(data)

    return behave


def hangs(request: BaseHTTPRequestHandler) -> None:
    """Say nothing for as long as anybody would wait."""
    _wait_for_hanging_up(request)


def drips(request: BaseHTTPRequestHandler) -> None:
    """Answer one space at a time, without an end."""
    request.send_response(200)
    request.end_headers()
    for _ in range(2_000):
        request.wfile.write(b" ")
        request.wfile.flush()
        time.sleep(0.01)


def cuts(request: BaseHTTPRequestHandler) -> None:
    """Announce a whole answer and hang up in the middle of it."""
    data = said({"content": "Talks go on"})
    request.send_response(200)
    request.send_header("Content-Length", str(len(data)))
    request.end_headers()
    request.wfile.write(data[: len(data) // 2])
    request.close_connection = True


def hangs_up(request: BaseHTTPRequestHandler) -> None:
    """Hang up without a word."""
    request.connection.shutdown(socket.SHUT_RDWR)
    request.close_connection = True


def _wait_for_hanging_up(request: BaseHTTPRequestHandler) -> None:
    request.connection.settimeout(20)
    request.connection.recv(1)
    request.close_connection = True
