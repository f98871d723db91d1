"""An account of AWS in a process: ministack, on a port and in a folder of its own.

Owns the process and the clients that speak to it. Never knows what is deployed.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import boto3
from botocore.config import Config

REGION = "eu-west-1"
ROOT = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
START_SECONDS = 60
STOP_SECONDS = 10


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Emulator:
    """An account that enforces what roles may do."""

    def __init__(self, folder: Path):
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.log = folder / "ministack.log"
        # Functions inherit this, so nothing of the caller's environment is in it.
        environment = ROOT | {
            "PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder),
            "GATEWAY_PORT": str(self.port), "BIND_HOST": "127.0.0.1",
            "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0", "AUTH": "true",
            "AWS_ALLOW_HTTP": "true",
            "MINISTACK_REGION": REGION, "AWS_DEFAULT_REGION": REGION, "AWS_ENDPOINT_URL": self.endpoint,
            "STATE_DIR": str(folder / "state"), "S3_DATA_DIR": str(folder / "s3"),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ministack"], env=environment, cwd=folder, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=self.log.open("w"), stderr=subprocess.STDOUT,
        )
        self._await_start()

    def _await_start(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.endpoint}/_ministack/health"):
                return
            time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"ministack did not start:\n{self.log.read_text()[-4000:]}")

    def client(self, service):
        """A client of `service`, as the account's root."""
        config = Config(retries={"max_attempts": 1}, read_timeout=120)
        return boto3.client(
            service, region_name=REGION, endpoint_url=self.endpoint, config=config,
            aws_access_key_id=ROOT["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=ROOT["AWS_SECRET_ACCESS_KEY"],
        )

    def stop(self):
        """Ends the process and the functions that it runs."""
        for which in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, which)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
