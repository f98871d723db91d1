"""Who calls from outside: tokens, HTTP, WebSocket.

Owns an issuer of tokens, with its keys published as a JWKS. Never looks into
the account.
"""

import base64
import http.server
import json
import threading
import time

import requests
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from websockets.sync.client import connect

ISSUER = "https://issuer.test"
AUDIENCE = "heartlink"
TOKEN_SECONDS = 3600
PATIENCE_SECONDS = 60


def base64url(data: bytes):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def encoded(value):
    return base64url(json.dumps(value).encode())


class Issuer:
    """Signs tokens, and publishes the key to check them with."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        numbers = self.key.public_key().public_numbers()
        key = {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "1"}
        for name, number in (("n", numbers.n), ("e", numbers.e)):
            key[name] = base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))
        document = json.dumps({"keys": [key]}).encode()

        class Keys(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(document)))
                self.end_headers()
                self.wfile.write(document)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Keys)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def parameters(self):
        """What the stack is told about tokens."""
        url = f"http://127.0.0.1:{self.server.server_address[1]}/jwks.json"
        return {"JwtIssuer": ISSUER, "JwtAudience": AUDIENCE, "JwtJwksUrl": url}

    def token(self, user, *roles):
        claims = {
            "iss": ISSUER, "aud": AUDIENCE, "sub": user, "roles": roles,
            "exp": int(time.time()) + TOKEN_SECONDS,
        }
        signed = f"{encoded({'alg': 'RS256', 'kid': '1'})}.{encoded(claims)}"
        signature = self.key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{signed}.{base64url(signature)}"


class Person:
    """Somebody with a token, who calls a stack."""

    def __init__(self, stack, issuer, user, *roles):
        self.stack, self.user = stack, user
        self.token = issuer.token(user, *(roles or ("user",)))
        self.http = stack.http
        self.session = requests.Session()
        self.session.headers["authorization"] = f"Bearer {self.token}"
        self.socket = None

    def ask(self, method, path, body=None, key=None):
        """The answer to a call, whatever its status."""
        headers = {"idempotency-key": key} if key else {}
        return self.session.request(
            method, self.http + path, json=body, headers=headers, timeout=PATIENCE_SECONDS)

    def call(self, method, path, body=None, key=None, status=200):
        """The body of the answer, which has `status`."""
        answer = self.ask(method, path, body, key)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def connect(self):
        self.socket = connect(f"{self.stack.socket}?token={self.token}", open_timeout=PATIENCE_SECONDS)
        return self

    def send(self, message):
        self.socket.send(json.dumps(message))

    def receive(self, kind):
        """The next message of the type `kind`; others before it are passed over."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        passed = []
        while (left := deadline - time.monotonic()) > 0:
            try:
                message = json.loads(self.socket.recv(timeout=left))
            except TimeoutError:
                break
            if message.get("type") == kind:
                return message
            passed.append(message)
        raise AssertionError(f"{self.user} got no {kind}, but {passed}")
