"""A small real OpenID Connect provider on this machine: what it says and where it fails is set on the object."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    def __init__(self):
        self.key = self.signs_with = new_key()
        self.claims = {"sub": "abc", "email": "kari@example.no", "email_verified": True}
        self.refuses = ""  # error code given at the door
        self.broken = set()  # paths that answer 500
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path):
        if path == "/.well-known/openid-configuration":
            places = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            found = {f"{name}_endpoint": f"{self.url}/{place}" for name, place in places.items()}
            return {**found, "issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        if path == "/keys":
            key = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
            return {"keys": [{**key, "kid": "one", "alg": "RS256"}]}
        if path == "/token":
            claims = {**self.claims, "iss": self.url, "aud": "us", "exp": int(time.time()) + 60}
            token = jwt.encode(claims, self.signs_with, algorithm="RS256", headers={"kid": "one"})
            return {"access_token": "t", "token_type": "Bearer", "id_token": token}
        return self.claims

    def back(self, query):
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        said = {"error": self.refuses} if self.refuses else {"code": "c"}
        return f"{asked['redirect_uri']}?{urlencode({**said, 'state': asked['state']})}"


def handler(provider):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            at = urlsplit(self.path)
            if at.path in provider.broken:
                self.send_error(500)
            elif at.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.back(at.query))
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                body = json.dumps(provider.answer(at.path)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *args):
            pass

    return Handler
