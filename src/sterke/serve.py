"""``sterke serve``: web (Granian) and worker in one process group, watched by this small process without Django.

Ctrl-C or SIGTERM stops all of it cleanly. A part that dies is started again, at once the first time, then with longer
and longer pauses. If this process itself is killed, Linux tells the parts to stop.
"""

import argparse
import contextlib
import ctypes
import errno
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

UNPREPARED = 78  # the worker's word for "the database is not of this version"
LEAST_FREE = 100 * 1024 * 1024
PATIENCE = 20.0  # seconds a part gets to stop
SETTLED = 60.0  # alive so long, its earlier deaths are forgotten
TRIES = 3  # deaths in a row before the first sign of life
WEB_THREADS = 6
HERE = {"localhost", "127.0.0.1", "::1"}  # addresses that only this machine reaches


class Trouble(Exception):
    """Why the house cannot open, in one line."""


@dataclass
class Part:
    """One child process and how it has fared."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    started: float = 0.0
    deaths: int = 0
    again_at: float = field(default=0.0)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, preexec_fn=stop_with_parent)  # noqa: S603

    def died(self) -> int | None:
        return self.process.poll() if self.process else None


def stop_with_parent() -> None:
    """In the child: be sent SIGTERM when the parent dies, however it dies (Linux only)."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sterke serve", description="Web, worker and schedule in one.")
    parts = parser.add_mutually_exclusive_group()
    parts.add_argument("--web-only", action="store_true", help="no worker here; it runs on another machine")
    parts.add_argument("--worker-only", action="store_true", help="no web here")
    parser.add_argument("--check", action="store_true", help="only look whether data folder and port are free to use")
    parser.add_argument("--host", default=os.environ.get("STERKE_HOST", "127.0.0.1"), help="address to listen on")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--workers", type=int, default=1, help="web processes (one is enough for a cluster)")
    return parser.parse_args(arguments)


def demo_is_on() -> bool:
    return os.environ.get("STERKE_DEMO", "").strip().lower() in {"1", "true", "yes", "on"}


def check_demo(options: argparse.Namespace) -> None:
    """Demo mode opens every role to everybody, so it stays on this machine."""
    for address in (urlsplit(os.environ.get("STERKE_URL", "")).hostname, None if options.worker_only else options.host):
        if address and address not in HERE and demo_is_on():
            raise Trouble(f"Demo mode lets anybody sign in as anybody, so not at {address}. Unset STERKE_DEMO.")


def data_folder() -> Path:
    """As settings.py has it, without Django."""
    return Path(os.environ.get("STERKE_DATA") or Path.cwd() / "var").resolve()


def check_folder(folder: Path) -> None:
    """The data folder can be made and written to, and has room."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x" * 4096)
            probe.flush()
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Trouble(f"No room left on the disk of the data folder {folder}.") from error
        raise Trouble(
            f"The data folder {folder} cannot be written to ({error.strerror}). "
            "Choose another: make run DATA=/somewhere"
        ) from error
    if shutil.disk_usage(folder).free < LEAST_FREE:
        raise Trouble(f"Less than {LEAST_FREE // 2**20} MB free on the disk of the data folder {folder}.")


def check_port(host: str, port: int) -> None:
    """Nobody else listens there, and we may."""
    if not 0 < port < 65536:
        raise Trouble(f"{port} is no port; choose one between 1024 and 65535.")
    try:
        family, kind, _proto, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Trouble(f"Port {port} is taken. Choose another: make run PORT={port + 1}") from error
        raise Trouble(f"Cannot listen on {host}:{port} ({error.strerror}).") from error


def check_database() -> None:
    """For a web process alone: the worker, which would have asked, is elsewhere."""
    asked = subprocess.run([sys.executable, "-m", "sterke.cli", "migrate", "--check"], capture_output=True, check=False)
    if asked.returncode:
        raise Trouble(unprepared())


def unprepared() -> str:
    return "The database is not of this version, or cannot be reached. Run: sterke prepare"


def parts_for(options: argparse.Namespace) -> list[Part]:
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", options.host, "--port", str(options.port)]
    web += ["--workers", str(options.workers), "--blocking-threads", str(WEB_THREADS), "--no-ws", "--http", "1"]
    web += [
        "--log-level",
        "error",
        "--respawn-failed-workers",
        "--workers-kill-timeout",
        "10",
        "sterke.wsgi:application",
    ]
    parts = []
    if not options.worker_only:
        parts.append(Part("web", web))
    if not options.web_only:
        parts.append(Part("worker", [sys.executable, "-m", "sterke.cli", "worker"]))
    return parts


def answers(host: str, port: int) -> bool:
    """The web part has said anything at all."""
    there = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        line = http.client.HTTPConnection(there, port, timeout=10)
        line.request("GET", "/helse/", headers={"Host": "localhost"})
        line.getresponse().read()
        return True
    except (OSError, http.client.HTTPException):
        return False


def greet(options: argparse.Namespace) -> None:
    if options.worker_only:
        say("The worker is at work. Stop with Ctrl-C.")
        return
    address = os.environ.get("STERKE_URL") or f"http://localhost:{options.port}"
    say(f"\n  Open:            {address}/")
    if demo_is_on():
        say(f"  Sign in as …     {address}/logg-inn/   one click each: member, main contact,")
        say("                   network leader, board, secretariat")
        say(f"  Mails not sent:  {address}/innboks/")
    say("  Stop:            Ctrl-C\n")


class Watch:
    """Starts the parts, starts again those that die, stops them all."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.parts = parts_for(options)
        self.stop = threading.Event()
        self.open = False

    def run(self) -> int:
        for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(wanted, lambda *_: self.stop.set())
        try:
            for part in self.parts:
                part.start()
            while not self.stop.is_set():
                self.look()
                self.stop.wait(0.5 if self.open else 0.1)
            return 0
        finally:
            self.end()

    def look(self) -> None:
        for part in self.parts:
            code = part.died()
            if code is not None:
                self.bury(part, code)
            elif part.process is None and time.monotonic() >= part.again_at:
                part.start()
        if not self.open and (self.options.worker_only or answers(self.options.host, self.options.port)):
            self.open = all(part.process for part in self.parts)
            if self.open:
                greet(self.options)

    def bury(self, part: Part, code: int) -> None:
        """Note a death and set the time of the next start; give up when it will not help."""
        if code == UNPREPARED:
            raise Trouble(unprepared())
        part.process = None
        if time.monotonic() - part.started > SETTLED:
            part.deaths = 0
        part.deaths += 1
        if not self.open and part.deaths >= TRIES:
            raise Trouble(f"The {part.name} does not start (exit {code}); what it said stands above.")
        pause = 0.0 if part.deaths == 1 else min(2.0 ** (part.deaths - 1), 30.0)
        part.again_at = time.monotonic() + pause
        say(f"The {part.name} died (exit {code}); starting it again" + (f" in {pause:.0f} s." if pause else "."))

    def end(self) -> None:
        """Ask all to stop, wait, then insist."""
        living = [part.process for part in self.parts if part.process and part.process.poll() is None]
        for process in living:
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in living:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    os.environ["PORT"] = str(options.port)
    try:
        check_demo(options)
        check_folder(data_folder())
        if not options.worker_only:
            check_port(options.host, options.port)
        if options.check:
            return 0
        if options.web_only:
            check_database()
        return Watch(options).run()
    except Trouble as trouble:
        sys.stderr.write(f"sterke: {trouble}\n")
        return 1
