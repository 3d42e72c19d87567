"""An OpenAI-compatible endpoint that the user has named: one question, one answer or a clear word.

Requests go to that address and to no other: redirects are refused, proxies are not looked for. An
answer has a limit of size and of time, however slowly it comes. What may pass (a time-out, a busy
server, an answer that was cut) is tried again a few times; what will not is said at once.
"""

import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

from middleground.errors import EvidenceError
from middleground.plain_text import shown
from middleground.version import __version__

# Codes of the errors here: whether another question may fare better.
UNUSABLE, FAILED = "model-unusable", "model-failed"
KEY_VARIABLE = "MIDDLEGROUND_MODEL_KEY"

TRIES = 3
PAUSES = (1.0, 4.0)  # seconds between tries
LONGEST_PAUSE = 30.0  # however long the server asks to wait
LARGEST_ANSWER = 4 * 2**20  # bytes
_BUSY = (408, 409, 425, 429)
_OWN_MACHINE = ("localhost", "127.0.0.1", "::1")

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model answers.

    Attributes:
        address: The address for chat completions, in its parts.
        model: The model's name there.
        key: What the server knows the user by; "" for none. Never shown or stored.
        patience: Seconds for one answer, from the first byte sent to the last one received.
        pauses: Seconds to wait before the second try, the third ...
    """

    address: SplitResult
    model: str
    key: str
    patience: float
    pauses: Sequence[float]

    def __repr__(self) -> str:
        """Without the key."""
        return f"Endpoint({self.host!r}, {self.model!r})"

    @property
    def host(self) -> str:
        """Where requests go: host and, if it was named, port."""
        return self.address.netloc

    def ask(self, messages: Sequence[dict[str, str]], take: Callable[[str], Answer]) -> Answer:
        """Ask the model, and again where that may help.

        Args:
            messages: The chat so far.
            take: Makes something of the answer; raises ValueError, with the reason in words, where
                it is of no use.

        Raises:
            EvidenceError: With code FAILED after some tries, with code UNUSABLE where no further
                question will fare better.
        """
        for left in range(TRIES - 1, -1, -1):
            try:
                return take(self._answer(messages))
            except _MayPassError as failure:
                reason, pause = str(failure), failure.pause
            except ValueError as error:
                reason, pause = f"the model's answer is of no use: {error}", None
            if left:
                time.sleep(self.pauses[TRIES - 1 - left] if pause is None else pause)
        raise EvidenceError(
            f"{reason} ({TRIES} tries)",
            code=FAILED,
            where=self.host,
            expected="an answer as OpenAI's chat completions give it",
            mend="read again later: what was read stays, and only the rest is asked for",
        )

    def _answer(self, messages: Sequence[dict[str, str]]) -> str:
        """The text of one answer.

        Raises:
            _MayPassError: If it failed in a way that may pass.
            EvidenceError: If it failed in a way that will not.
        """
        body = {"model": self.model, "messages": list(messages), "temperature": 0, "stream": False}
        cut = threading.Event()
        try:
            with closing(self._connection()) as connection:
                connection.connect()
                # The connection forgets its socket when an answer without a length begins.
                timer = threading.Timer(self.patience, _cut, (connection.sock, cut))
                timer.start()
                try:
                    connection.request("POST", self._path, json.dumps(body), self._headers)
                    response = connection.getresponse()
                    self._refuse(response)
                    data = _read(response)
                finally:
                    timer.cancel()
                if cut.is_set():
                    raise TimeoutError
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._failure(error, timed_out=cut.is_set()) from None
        return _content(data)

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self.address.hostname or "", self.address.port
        if self.address.scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self.patience)
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=self.patience, context=context)

    @property
    def _path(self) -> str:
        query = f"?{self.address.query}" if self.address.query else ""
        return self.address.path + query

    @property
    def _headers(self) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "User-Agent": f"middleground/{__version__}",
        }
        return {**headers, "Authorization": f"Bearer {self.key}"} if self.key else headers

    def _refuse(self, response: http.client.HTTPResponse) -> None:
        """Refuse every answer but a plain one.

        Raises:
            _MayPassError: If the server is busy or broken.
            EvidenceError: If it wants something else.
        """
        status = response.status
        if status == 200:
            return
        if status in _BUSY or status >= 500:
            raise _MayPassError(
                f"the server answered {status} {_reason(response)}", _wait(response)
            )
        if 300 <= status < 400:
            to = urlsplit(response.getheader("Location") or "").netloc or "another place"
            raise self._unusable(
                f"the server sends requests on to {shown(to)}, which is refused",
                "name that address itself if you trust it with the reports",
            )
        mends = {
            401: f"put the right key into the variable {KEY_VARIABLE}",
            403: f"put a key that may use this model into the variable {KEY_VARIABLE}",
            404: "check the address and the model's name",
        }
        said = f"the server answered {status} {_reason(response)}"
        raise self._unusable(said, mends.get(status, "check the address and the model's name"))

    def _failure(self, error: Exception, *, timed_out: bool) -> "_MayPassError | EvidenceError":
        """What a broken connection amounts to."""
        if timed_out or isinstance(error, TimeoutError):
            return _MayPassError(f"no whole answer within {self.patience:g} seconds")
        if isinstance(error, ssl.SSLCertVerificationError):
            return self._unusable(
                f"the server's certificate is not valid: {shown(error.verify_message)}",
                "check the address",
            )
        if isinstance(error, http.client.IncompleteRead):
            return _MayPassError("the answer was cut off")
        if isinstance(error, _TooLargeError):
            return _MayPassError(f"the answer is larger than {LARGEST_ANSWER // 2**20} MiB")
        return _MayPassError(f"the connection failed: {shown(str(error) or type(error).__name__)}")

    def _unusable(self, problem: str, mend: str) -> EvidenceError:
        return EvidenceError(
            problem,
            code=UNUSABLE,
            where=self.host,
            expected="an address that answers as OpenAI's chat completions do",
            mend=mend,
        )


class _MayPassError(Exception):
    """A failure that another try may not meet, with the pause that the server asks for."""

    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


class _TooLargeError(ValueError):
    """An answer beyond the limit of size."""


def named_endpoint(url: str, model: str, key: str, patience: float) -> Endpoint:
    """The endpoint that a user has named.

    Args:
        url: Its address, up to `/v1` or all of it up to `/chat/completions`.
        model: The model's name there.
        key: What the server knows the user by; "" for none.
        patience: Seconds for one answer.

    Raises:
        EvidenceError: If it is no such address.

    Example:
        >>> named_endpoint("http://localhost:8080/v1", "harbour-7b", "", 60).address.path
        '/v1/chat/completions'
    """
    try:
        parts = urlsplit(url.strip())
        is_address = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise _no_address(url) from None
    local = parts.hostname in _OWN_MACHINE
    if not is_address or parts.scheme not in ("http", "https") or parts.username is not None:
        raise _no_address(url)
    if parts.scheme == "http" and not local:
        raise EvidenceError(
            "reports are not sent over an unprotected connection to another machine",
            code=UNUSABLE,
            where=shown(parts.netloc),
            expected="https://..., or http:// on this machine",
            mend="use https, or a tunnel (ssh -L) to a server in your own network",
        )
    if any(ord(character) <= 32 or ord(character) > 126 for character in key + url.strip()):
        raise EvidenceError(
            f"the address or the key in {KEY_VARIABLE} holds a character that none may hold",
            code=UNUSABLE,
            expected="letters, digits and marks without spaces",
            mend="copy it again, without what stands around it",
        )
    path = parts.path.rstrip("/")
    if not path.endswith("/chat/completions"):
        path += "/chat/completions"
    return Endpoint(parts._replace(path=path, fragment=""), model, key, patience, PAUSES)


def _no_address(url: str) -> EvidenceError:
    # A password that somebody wrote into the address is not repeated.
    return EvidenceError(
        f"'{shown(url.rpartition('@')[2])}' is no address of a model",
        code=UNUSABLE,
        where="--model-url",
        expected="http://localhost:8080/v1, https://api.example.org/v1 or the like; no password",
        mend=f"check it; a key belongs into the variable {KEY_VARIABLE}",
    )


def _cut(connection: socket.socket, cut: threading.Event) -> None:
    """End a connection that takes too long; also one that answers a byte at a time."""
    cut.set()
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def _read(response: http.client.HTTPResponse) -> bytes:
    data = response.read(LARGEST_ANSWER + 1)
    if len(data) > LARGEST_ANSWER:
        raise _TooLargeError
    if response.length:  # what was announced and never came
        raise http.client.IncompleteRead(b"", response.length)
    return data


def _content(data: bytes) -> str:
    """The words of an answer.

    Raises:
        ValueError: If it is none, or was cut off, with the reason in words.
    """
    try:
        said: Any = json.loads(data)
        choice = said["choices"][0]
        content, ending = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, RecursionError, KeyError, IndexError, TypeError, AttributeError):
        raise ValueError("it is no chat completion") from None
    if ending == "length":
        raise ValueError("it was cut off at the model's limit of length")
    if not isinstance(content, str):
        raise ValueError("it holds no words")
    return content


def _reason(response: http.client.HTTPResponse) -> str:
    return shown(str(response.reason))[:100]


def _wait(response: http.client.HTTPResponse) -> float | None:
    """How long the server asks to wait, within reason."""
    said = response.getheader("Retry-After") or ""
    return min(float(said), LONGEST_PAUSE) if said.isascii() and said.isdigit() else None
