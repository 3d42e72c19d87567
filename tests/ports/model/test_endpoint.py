"""An endpoint that misbehaves in every way that we could think of: a clear word, and no harm."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.ports.model import stub as behaviours
from tests.ports.model.stub import Stub, answers, completion, serving

from middleground.errors import EvidenceError
from middleground.ports.model.endpoint import (
    FAILED,
    LARGEST_ANSWER,
    TRIES,
    UNUSABLE,
    Endpoint,
    named_endpoint,
)

ASKED = [{"role": "user", "content": "Who says what?"}]


@pytest.fixture
def stub() -> Iterator[Stub]:
    with serving() as served:
        yield served


def endpoint(stub: Stub, key: str = "", patience: float = 10) -> Endpoint:
    return replace(named_endpoint(stub.url, "harbour-7b", key, patience), pauses=(0.0, 0.0))


def refusal(stub: Stub, patience: float = 10) -> EvidenceError:
    with pytest.raises(EvidenceError) as caught:
        endpoint(stub, "secret-key", patience).ask(ASKED, str)
    assert "secret-key" not in str(caught.value)
    assert caught.value.problems[0].mend
    return caught.value


def test_a_question_is_answered(stub: Stub) -> None:
    stub.behaviours = [answers(completion("nobody"))]
    assert endpoint(stub, "secret-key").ask(ASKED, str) == "nobody"
    (asked,) = stub.asked
    assert asked["path"] == "/v1/chat/completions"
    assert (asked["model"], asked["messages"], asked["stream"]) == ("harbour-7b", ASKED, False)
    assert stub.headers[0]["Authorization"] == "Bearer secret-key"


def test_without_a_key_none_is_sent(stub: Stub) -> None:
    stub.behaviours = [answers(completion("nobody"))]
    endpoint(stub).ask(ASKED, str)
    assert "Authorization" not in stub.headers[0]


def test_no_proxy_is_looked_for(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    stub.behaviours = [answers(completion("nobody"))]
    assert endpoint(stub).ask(ASKED, str) == "nobody"


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        pytest.param(answers(b"broken", 500), "answered 500", id="broken server"),
        pytest.param(answers(b"", 503), "answered 503", id="overloaded"),
        pytest.param(answers(b"", 429, Retry_After="0"), "answered 429", id="too many requests"),
        pytest.param(behaviours.cuts, "cut off", id="cut in the middle"),
        pytest.param(behaviours.hangs_up, "connection failed", id="hung up"),
        pytest.param(answers(b"{'choices'"), "no chat completion", id="no JSON"),
        pytest.param(answers(b"\xff\xfe\x00"), "no chat completion", id="no text"),
        pytest.param(answers(b"[" * 100_000), "no chat completion", id="nested too deeply"),
        pytest.param(answers(b'{"choices": []}'), "no chat completion", id="no choice"),
        pytest.param(answers(b"[1]"), "no chat completion", id="a list"),
        pytest.param(answers(completion("half", "length")), "limit of length", id="too long"),
        pytest.param(answers(completion(None)), "holds no words", id="no words"),
        pytest.param(answers(b" " * (LARGEST_ANSWER + 9)), "larger than 4 MiB", id="huge"),
    ],
)
def test_what_may_pass_is_tried_again_and_then_said(stub: Stub, behaviour: Any, words: str) -> None:
    stub.behaviours = [behaviour]
    error = refusal(stub)
    assert error.problems[0].code == FAILED
    assert words in str(error)
    assert f"({TRIES} tries)" in str(error)
    assert len(stub.asked) == TRIES

    stub.behaviours = [behaviour, answers(completion("nobody"))]
    assert endpoint(stub).ask(ASKED, str) == "nobody"


@pytest.mark.parametrize("behaviour", [behaviours.hangs, behaviours.drips])
def test_an_answer_that_does_not_come_to_an_end_is_given_up(stub: Stub, behaviour: Any) -> None:
    stub.behaviours = [behaviour]
    error = refusal(stub, patience=0.2)
    assert error.problems[0].code == FAILED
    assert "no whole answer within 0.2 seconds" in str(error)


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        pytest.param(answers(b"", 401), "MIDDLEGROUND_MODEL_KEY", id="wrong key"),
        pytest.param(answers(b"", 403), "MIDDLEGROUND_MODEL_KEY", id="not allowed"),
        pytest.param(answers(b"", 404), "the model's name", id="no such model"),
        pytest.param(answers(b"", 400), "answered 400", id="not understood"),
        pytest.param(answers(b"", 204), "answered 204", id="no content"),
    ],
)
def test_what_will_not_pass_is_said_at_once(stub: Stub, behaviour: Any, words: str) -> None:
    stub.behaviours = [behaviour]
    error = refusal(stub)
    assert error.problems[0].code == UNUSABLE
    assert words in str(error)
    assert len(stub.asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(stub: Stub, status: int) -> None:
    with serving() as elsewhere:
        elsewhere.behaviours = [answers(completion("nobody"))]
        place = f"http://127.0.0.1:{elsewhere.port}/v1/chat/completions"
        stub.behaviours = [answers(b"", status, Location=place)]
        error = refusal(stub)
        assert f"sends requests on to 127.0.0.1:{elsewhere.port}, which is refused" in str(error)
        assert elsewhere.asked == []


def test_nobody_there_is_a_word() -> None:
    with serving() as gone:
        pass
    assert "connection failed" in str(refusal(gone))


def test_an_answer_of_no_use_is_asked_for_again(stub: Stub) -> None:
    stub.behaviours = [answers(completion("well ...")), answers(completion("7"))]
    assert endpoint(stub).ask(ASKED, int) == 7
    assert len(stub.asked) == 2


def test_control_characters_of_a_server_are_not_passed_on(stub: Stub) -> None:
    def behave(request: Any) -> None:
        request.wfile.write(b"HTTP/1.1 418 \x1b[2Jgone\r\nContent-Length: 0\r\n\r\n")

    stub.behaviours = [behave]
    assert "\x1b" not in str(refusal(stub))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost",
        "ftp://localhost/v1",
        "file:///etc/passwd",
        "http://[::1",
        "http://localhost:99999",
        "https://user:password@example.org/v1",
        "http://example.org/v1",
        "https://example.org/v1\r\nX: y",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        named_endpoint(url, "m", "", 10)
    assert caught.value.problems[0].code == UNUSABLE
    assert "password@" not in str(caught.value)


def test_a_key_that_breaks_its_line_is_refused_without_being_shown() -> None:
    with pytest.raises(EvidenceError) as caught:
        named_endpoint("http://localhost/v1", "m", "secret\r\nX: y", 10)
    assert "secret" not in str(caught.value)


def test_the_key_is_not_shown_with_the_endpoint() -> None:
    named = named_endpoint("https://example.org/v1/chat/completions", "m", "secret", 10)
    assert "secret" not in f"{named!r} {named}"
    assert json.dumps(named.address.path) == '"/v1/chat/completions"'
