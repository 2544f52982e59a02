"""One HTTP/1.1 request and its answer over a stream, limited in size and with distinct failures."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import h11

from wizard.connection.streams import Stream, TlsAlert
from wizard.connection.tls_alerts import cause_of_alert, plain_reason
from wizard.playvox.answer import (
    ScimResponse,
    lower_headers,
)
from wizard.playvox.body import LARGEST_BODY, BodyError, unpacked

_LARGEST_HEAD = 64 * 1024
_ENDED = "connection ended"
_MOST_INTERIM = 20  # 1xx answers before the final one


class ExchangeFailed(Exception):  # noqa: N818 - a finding, not a defect
    """No complete answer: `cause` is `http_closed`, `http_malformed`, `body_too_large` or one of TLS."""

    def __init__(self, cause: str, reason: str, status: int | None = None, received: int = 0) -> None:
        super().__init__(cause)
        self.cause = cause
        self.reason = reason
        self.status = status
        self.received = received


@dataclass(slots=True)
class ResponseProgress:
    """How far an exchange came when its time limit ended: the head or the body, and the bytes so far."""

    phase: Literal["head", "body"] = "head"
    status: int | None = None
    received: int = 0


@dataclass(slots=True)
class Exchange:
    """A complete answer, whether the connection can be reused, and bytes beyond the answer."""

    answer: ScimResponse
    reusable: bool
    excess: bool


@dataclass(slots=True)
class _Reading:
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytearray = field(default_factory=bytearray)
    ended: bool = False
    interim: int = 0
    start: bytes = b""


async def exchange(
    stream: Stream, target: bytes, headers: list[tuple[bytes, bytes]], progress: ResponseProgress
) -> Exchange:
    """Send a GET and read its answer; raises `ExchangeFailed`. The caller sets the time limit."""
    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LARGEST_HEAD)
    request = connection.send(h11.Request(method=b"GET", target=target, headers=headers))
    ending = connection.send(h11.EndOfMessage())
    reading = _Reading()
    try:
        await stream.write((request or b"") + (ending or b""))
        await _read(connection, stream, reading, progress)
    except OSError as error:
        cause = cause_of_alert(error.alert) if isinstance(error, TlsAlert) else None
        reason = plain_reason(error)
        raise ExchangeFailed(cause or "http_closed", reason, progress.status, progress.received) from None
    except h11.RemoteProtocolError as error:
        cause = (
            "http_closed" if reading.ended and _could_be_http(connection, progress) else "http_malformed"
        )
        if _is_http2(reading.start):
            raise ExchangeFailed("tls_no_http1", "HTTP/2", received=progress.received) from None
        # h11 names its own states, and calls the first line of any message a request line.
        reason = _ENDED if cause == "http_closed" else str(error).replace("request line", "status line")
        raise ExchangeFailed(cause, reason, progress.status, progress.received) from None
    excess = bool(connection.trailing_data[0])
    reusable = (
        not excess
        and connection.our_state is h11.DONE
        and connection.their_state is h11.DONE
        and not reading.ended
    )
    answer = ScimResponse(reading.status, reading.headers)
    try:
        body = unpacked(bytes(reading.body), answer.header("content-encoding"))
    except BodyError as error:
        raise ExchangeFailed(error.cause, error.reason, progress.status, progress.received) from None
    return Exchange(replace(answer, body=body), reusable, excess)


async def _read(
    connection: h11.Connection, stream: Stream, reading: _Reading, progress: ResponseProgress
) -> None:
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            data = await stream.read()
            reading.ended = not data
            reading.start = reading.start or data[:24]
            progress.received += len(data)
            connection.receive_data(data)
        elif isinstance(event, h11.InformationalResponse):
            reading.interim += 1
            if reading.interim > _MOST_INTERIM or event.status_code == 101:
                raise ExchangeFailed("http_malformed", f"answer {event.status_code}", event.status_code)
        elif isinstance(event, h11.Response):
            reading.status = progress.status = event.status_code
            reading.headers = lower_headers(event.headers.raw_items())
            progress.phase = "body"
        elif isinstance(event, h11.Data):
            reading.body += event.data
            if len(reading.body) > LARGEST_BODY:
                raise ExchangeFailed("body_too_large", "over 1 MiB", reading.status, progress.received)
        elif isinstance(event, h11.EndOfMessage):
            return
        else:  # ConnectionClosed or PAUSED before the answer was complete
            raise ExchangeFailed("http_closed", _ENDED, progress.status, progress.received)


def _is_http2(start: bytes) -> bool:
    """Whether a server began with a frame of HTTP/2 (SETTINGS or GOAWAY of the connection, RFC 9113)."""
    return len(start) >= 9 and start[0] == 0 and start[3] in (4, 7) and start[5:9] == bytes(4)


def _could_be_http(connection: h11.Connection, progress: ResponseProgress) -> bool:
    """Whether the received bytes can be the beginning of HTTP/1.x; HTTP/0.9 and other protocols cannot."""
    start = bytes(connection.trailing_data[0][:5])
    return progress.phase == "body" or start == b"HTTP/"[: len(start)]
