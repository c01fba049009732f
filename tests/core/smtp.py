"""Mail servers that misbehave, spoken to over real sockets on 127.0.0.1."""

import socket
import socketserver
import threading
from contextlib import contextmanager


class Talk(socketserver.StreamRequestHandler):
    """A small SMTP server. ``server.faults`` says where it goes wrong: a command to an answer, "drop" or "hang"."""

    timeout = 10

    def handle(self):
        self.say("220 test")
        while line := self.rfile.readline():
            word = line.split()[0].decode().upper() if line.split() else ""
            self.server.heard.append(line.decode().strip())
            self.server.passing(word)
            if not self.fault(word):
                self.follow(word)
            if word == "QUIT" or self.server.closing.is_set():
                return

    def follow(self, word):
        if word == "DATA":
            self.say("354 go on")
            letter = b""
            while not letter.endswith(b"\r\n.\r\n"):
                letter += self.rfile.readline()
            if self.server.faults.get("END") != "drop before keeping":
                self.server.letters.append(letter)
            self.server.passing("KEPT")
            if not self.fault("END"):
                self.say("250 kept")
            self.server.passing("TOLD")
        else:
            self.say("221 bye" if word == "QUIT" else "250 ok")

    def fault(self, word):
        fault = self.server.faults.get(word)
        if fault is None:
            return False
        if fault.startswith("drop"):
            self.connection.shutdown(socket.SHUT_RDWR)
        elif fault == "hang":
            self.server.closing.wait(10)
        else:
            self.say(fault)
        return True

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def passing(self, place):
        """A place in the talk: here it stops if the test has asked for that, until the test calls ``go``."""
        if place == self.stop_at:
            self.stop_at = None
            self.stopped.release()
            self.may_go.acquire(timeout=60)

    def wait_for_stop(self):
        assert self.stopped.acquire(timeout=60), f"nobody came to {self.stop_at}"

    def go(self):
        self.may_go.release()

    def handle_error(self, request, client_address):
        """A client that leaves is part of the test."""


@contextmanager
def smtp_server(**faults):
    """A server with faults by command (``RCPT="550 no"``, ``END="drop"``); has ``letters``, ``heard``, ``port``."""
    with Server(("127.0.0.1", 0), Talk) as server:
        server.faults = faults
        server.letters, server.heard = [], []
        server.stop_at, server.stopped, server.may_go = None, threading.Semaphore(0), threading.Semaphore(0)
        server.closing = threading.Event()
        server.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.go()
            server.shutdown()
            thread.join()


def closed_port():
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def mailers(port, timeout=2):
    options = {"host": "127.0.0.1", "port": port, "timeout": timeout}
    return {"smtp": {"BACKEND": "sterke.core.postman.Smtp", "OPTIONS": options}}
