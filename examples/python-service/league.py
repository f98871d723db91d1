"""The back end of a league. When a season ends, its winner gets money, everybody who played
gets points and a small thank-you; how far that is comes by the event feed.

Python 3.9 or newer and nothing else. HEARTLINK_TOKEN is a token with the role `service`.

    POST /seasons/<name>   {"winner": "ann", "players": ["ann", "bob"]}, as often as you like
    GET  /seasons/<name>   how far the thank-yous are
"""

import json
import os
import random
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

API = os.environ.get("HEARTLINK_URL", "http://127.0.0.1:8787") + "/v1"
TOKEN = os.environ["HEARTLINK_TOKEN"]
SLICE = 500  # Rewards in one slice of a job.
seasons = {}  # The job of each season that was ended here.
jobs = {}  # Each job as the feed told it last.


def call(method, path, body=None, key=None, attempts=6):
    """One call. It is sent again under the same key while that can help, also after a lost answer."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    if key:
        headers["Idempotency-Key"] = key
    data = None if body is None else json.dumps(body).encode()
    for attempt in range(attempts):
        wait = random.uniform(0, min(30, 0.2 * 2**attempt))
        try:
            request = urllib.request.Request(API + path, data, headers, method=method)
            with urllib.request.urlopen(request, timeout=15) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            problem = json.load(error)
            if not problem["retryable"] or attempt + 1 == attempts:
                raise RuntimeError(f"{method} {path}: {problem['code']}: {problem.get('detail')}") from error
            wait = max(wait, float(error.headers.get("Retry-After", 0)))
        except OSError:
            if attempt + 1 == attempts:
                raise
        time.sleep(wait)


def end_season(name, winner, players):
    """Every step can be repeated: its key, or its event, is made of the season's name."""
    call("POST", f"/wallets/{quote(winner)}/credit", {"amount": 1000, "description": f"Winner of {name}"}, f"{name}-winner")
    for player in players:
        event = {"student_id": player, "rule_key": "season", "event_id": name}
        call("POST", "/points/events", event, f"{name}-played-{player}")
    job = call("POST", "/wallets/rewards/jobs", {"source": "slices"}, f"{name}-thanks")["job"]["id"]
    if call("GET", f"/jobs/{job}")["status"] == "open":
        rewards = [{"user_id": player, "amount": 10, "description": "Thank you"} for player in players]
        for start in range(0, len(rewards), SLICE):
            call("PUT", f"/jobs/{job}/slices/{start // SLICE + 1}", {"rewards": rewards[start : start + SLICE]})
        call("POST", f"/jobs/{job}/start")
    seasons[name] = job


def follow():
    """The feed of this service: the progress of its jobs. Asked for once a second; the same
    events come at once over the WebSocket (docs/realtime.md). From 0, as far back as it is kept."""
    last = 0
    while True:
        try:
            feed = call("GET", f"/events?after={last}&limit=100", attempts=20)
        except (RuntimeError, OSError) as error:
            print(error, flush=True)
            os._exit(1)  # Started again by whatever watches over it, it begins anew.
        for event in feed["items"]:
            if event["type"] == "job_progress":
                jobs[event["data"]["job"]["id"]] = event["data"]["job"]
        last = feed["last"]
        if not feed["items"]:
            time.sleep(1)


class Handler(BaseHTTPRequestHandler):
    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def do_POST(self):
        season = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        try:
            end_season(self.path.rsplit("/", 1)[-1], season["winner"], season["players"])
            self.answer(202, {"ok": True})
        except (RuntimeError, OSError) as error:
            self.answer(502, {"error": str(error)})

    def do_GET(self):
        job = jobs.get(seasons.get(self.path.rsplit("/", 1)[-1]))
        self.answer(200 if job else 404, job and {key: job[key] for key in ("status", "total", "done", "failed")})


if __name__ == "__main__":
    threading.Thread(target=follow, daemon=True).start()
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "3001"))), Handler)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
