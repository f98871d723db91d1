"""How long a function takes to be there, and how large it is.

    python3 measure.py BOOTSTRAP HANDLER EVENT.json [RUNS]

Speaks the Lambda Runtime API to the binary `BOOTSTRAP`: a fresh process for each
run, one event twice. The environment is handed on, so that the function finds
its tables. No function is warm, but the machine's caches of files are.
"""

import http.server
import io
import json
import os
import statistics
import subprocess
import sys
import threading
import time
import zipfile

WAIT_SECONDS = 30


class Runtime:
    """The Runtime API of one process: when it asked, and when it answered."""

    def __init__(self, event):
        self.moments = []
        self.answers = []
        self.done = threading.Event()
        runtime = self

        class Api(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                runtime.moments.append(time.monotonic())
                if len(runtime.answers) == 2:
                    runtime.done.set()
                    time.sleep(WAIT_SECONDS)
                    return
                body = json.dumps(event).encode()
                self.send_response(200)
                for name, value in {
                    "lambda-runtime-aws-request-id": "1",
                    "lambda-runtime-deadline-ms": str(int((time.time() + WAIT_SECONDS) * 1000)),
                    "lambda-runtime-invoked-function-arn": "arn:aws:lambda:local:0:function:f",
                    "content-length": str(len(body)),
                }.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                runtime.moments.append(time.monotonic())
                runtime.answers.append((self.path.rsplit("/", 1)[1], body))
                self.send_response(202)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def peak_memory(process):
    with open(f"/proc/{process.pid}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def run(bootstrap, handler, event):
    runtime = Runtime(event)
    environment = os.environ | {
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{runtime.server.server_address[1]}",
        "AWS_LAMBDA_FUNCTION_NAME": handler, "AWS_LAMBDA_FUNCTION_VERSION": "1",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256", "_HANDLER": handler,
    }
    began = time.monotonic()
    process = subprocess.Popen([bootstrap], env=environment, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    try:
        if not runtime.done.wait(WAIT_SECONDS):
            raise SystemExit(f"{handler} did not answer")
        memory = peak_memory(process)
    finally:
        process.kill()
        process.wait()
        runtime.server.shutdown()
    for kind, body in runtime.answers:
        if kind != "response" or json.loads(body)["statusCode"] >= 500:
            raise SystemExit(f"{handler} failed: {body.decode()}")
    asked, answered, again, second = runtime.moments[:4]
    return {
        "start to ready, ms": (asked - began) * 1000,
        "first event, ms": (answered - asked) * 1000,
        "second event, ms": (second - again) * 1000,
        "memory, MB": memory,
    }


def main(bootstrap, handler, event, runs="20"):
    with open(event) as file:
        event = json.load(file)
    with open(bootstrap, "rb") as file:
        binary = file.read()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("bootstrap", binary)
    print(f"binary, MB: {len(binary) / 1e6:.1f}")
    print(f"artefact, MB: {len(archive.getvalue()) / 1e6:.1f}")
    found = [run(bootstrap, handler, event) for _ in range(int(runs))]
    for name in found[0]:
        values = sorted(result[name] for result in found)
        print(f"{name}: median {statistics.median(values):.2f}, slowest {values[-1]:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
