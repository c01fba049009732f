"""An outside service for tests: https on this machine, answering what the test says, reached under any name."""

import datetime
import ipaddress
import re
import socket
import ssl
import threading
import time
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sterke.core.wire import Wire

PUBLIC = "93.184.215.14"


@cache
def certificate(*names: str) -> Path:
    """A self-signed certificate with its key, for these names."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = Path(mkdtemp()) / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def reply(status: str = "200 OK", body: bytes = b"{}", **headers: str) -> bytes:
    given = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"}
    given.update({name.replace("_", "-"): value for name, value in headers.items()})
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


class Service:
    """``answers``: one for each request, the last one repeated; bytes, or a function that writes to the connection."""

    def __init__(self, *answers, names=("data.brreg.no", "data.ssb.no", "a.example.com", "b.example.com")):
        self.answers = list(answers) or [reply()]
        self.requests: list[str] = []
        self.asked: list[str] = []
        self.dialled: list[str] = []
        self.names: dict[str, list[str]] = {}
        self.pem = certificate(*names)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(self.pem)
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                plain, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(plain,), daemon=True).start()

    def serve(self, plain):
        try:
            with self.context.wrap_socket(plain, server_side=True) as connection:
                request = b""
                while b"\r\n\r\n" not in request:
                    request += connection.recv(65536) or b"\r\n\r\n"
                head, _, body = request.partition(b"\r\n\r\n")
                length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
                while length and len(body) < int(length[1]):
                    body += connection.recv(65536)
                request = head + b"\r\n\r\n" + body
                self.requests.append(request.decode())
                answer = self.answers[min(len(self.requests), len(self.answers)) - 1]
                connection.sendall(answer) if isinstance(answer, bytes) else answer(connection)
        except OSError:
            plain.close()

    def wire(self) -> Wire:
        def resolve(host, port):
            self.asked.append(host)
            found = self.names.get(host, [PUBLIC])
            return found() if callable(found) else found

        def dial(address, port, seconds):
            ipaddress.ip_address(address)  # a checked address, never a name
            self.dialled.append(address)
            return socket.create_connection(self.socket.getsockname(), seconds)

        return Wire(resolve, dial, lambda: ssl.create_default_context(cafile=str(self.pem)))

    def close(self):
        self.socket.close()


def drip(seconds: float):
    """An answer that never ends: one byte at a time."""

    def write(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            connection.sendall(b" ")
            time.sleep(0.02)

    return write
