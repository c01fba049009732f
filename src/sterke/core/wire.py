"""The socket under an outgoing request: one resolution, every address checked, one deadline for everything."""

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import httpcore2
import httpx2

from .addresses import is_public


class NotPublic(Exception):
    """The name leads to an address that is not public. Never retried."""


class TooSlow(Exception):
    """The deadline of the whole request has passed."""


def resolve(host: str, port: int) -> list[str]:
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def dial(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), seconds)


@dataclass(frozen=True)
class Wire:
    """How names are looked up and connections opened. Tests put their own in; the checks stand between and stay."""

    resolve: Callable[[str, int], list[str]] = resolve
    dial: Callable[[str, int, float], socket.socket] = dial
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context


@dataclass(frozen=True)
class Deadline:
    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        return cls(time.monotonic() + seconds)

    def left(self, most: float | None = None) -> float:
        left = self.at - time.monotonic()
        if left <= 0:
            raise TooSlow
        return left if most is None else min(left, most)


class CheckedBackend(httpcore2.NetworkBackend):
    """Connects only to addresses it has itself looked up and checked. The name is never resolved a second time."""

    def __init__(self, wire: Wire, deadline: Deadline) -> None:
        self.wire = wire
        self.deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        addresses = self.addresses(host, port, self.deadline.left(timeout))
        if not all(is_public(address) for address in addresses):
            raise NotPublic(host)
        problem: OSError = OSError("no address")
        for address in addresses[:3]:
            try:
                return DeadlineStream(self.wire.dial(address, port, self.deadline.left(timeout)), self.deadline)
            except OSError as found:
                problem = found
        raise httpcore2.ConnectError(str(problem)) from problem

    def addresses(self, host: str, port: int, seconds: float) -> list[str]:
        """Look the name up in a thread: the system's resolver knows no time limit."""
        answer: queue.Queue[list[str] | OSError | UnicodeError] = queue.Queue(1)

        def ask() -> None:
            try:
                answer.put(self.wire.resolve(host, port))
            except (OSError, UnicodeError) as problem:
                answer.put(problem)

        threading.Thread(target=ask, daemon=True, name="resolve").start()
        try:
            found = answer.get(timeout=seconds)
        except queue.Empty:
            raise TooSlow from None
        if isinstance(found, list) and found:
            return found
        raise httpcore2.ConnectError(f"cannot find {host}")

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore2.NetworkStream:
        raise NotPublic("a socket on this machine")

    def sleep(self, seconds: float) -> None:
        time.sleep(min(seconds, self.deadline.left()))


class DeadlineStream(httpcore2.NetworkStream):
    """A socket whose every read and write is also bound by the deadline of the whole request."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self.sock = sock
        self.deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.within(timeout, lambda: self.sock.recv(max_bytes), httpcore2.ReadError)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.within(timeout, lambda: self.sock.sendall(buffer), httpcore2.WriteError)

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        wrapped = self.within(
            timeout,
            lambda: ssl_context.wrap_socket(self.sock, server_hostname=server_hostname),
            httpcore2.ConnectError,
        )
        return DeadlineStream(wrapped, self.deadline)

    def within[T](self, timeout: float | None, act: Callable[[], T], problem: type[Exception]) -> T:
        try:
            self.sock.settimeout(self.deadline.left(timeout))
            return act()
        except ssl.SSLError:
            self.close()
            raise
        except TimeoutError:
            self.close()
            raise TooSlow from None
        except OSError as found:
            self.close()
            raise problem(str(found)) from found

    def close(self) -> None:
        self.sock.close()

    def get_extra_info(self, info: str) -> Any:
        return self.sock if info == "socket" else None


class Body(httpx2.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self.stream = stream

    def __iter__(self) -> Any:
        yield from self.stream

    def close(self) -> None:
        self.stream.close()


class CheckedTransport(httpx2.BaseTransport):
    """httpx2 on top, our checked sockets below. HTTP/1.1, no proxy, no connection kept."""

    def __init__(self, wire: Wire, deadline: Deadline) -> None:
        self.pool = httpcore2.ConnectionPool(
            ssl_context=wire.trust(),
            max_connections=1,
            max_keepalive_connections=0,
            network_backend=CheckedBackend(wire, deadline),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        answer = self.pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            answer.status, headers=answer.headers, stream=Body(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        self.pool.close()
