"""The template, deployed to an emulated account and used from outside.

    python scenario.py <template.yaml> <bootstrap>

`bootstrap` is the binary that is every function. Two people are matched and
chat over HTTP and WebSocket; money, points and affinity move, a file of rewards
is uploaded and paid, schedules run; no function is denied anything, one whose
policy is taken away is; and after the stack is deleted nothing is left. What the
emulator cannot prove is said in `stack.py`.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

import requests
from emulator import Emulator
from people import PATIENCE_SECONDS, Issuer, Person
from stack import STAGE, Stack

# How a denial reads in the logs of the functions.
DENIED = "AccessDenied"


class World:
    def __init__(self, stack, issuer):
        self.stack = stack
        self.ann = Person(stack, issuer, "ann").connect()
        self.bob = Person(stack, issuer, "bob").connect()
        self.admin = Person(stack, issuer, "root", "admin")
        self.server = Person(stack, issuer, "shop", "service")


def the_api_answers_and_refuses_in_its_own_words(world):
    health = world.ann.call("GET", "/v1/health")
    assert health["store"]["ok"], health
    forged = world.ann.session.get(
        f"{world.ann.http}/v1/wallets/me", headers={"authorization": world.ann.token + "x"})
    assert (forged.status_code, forged.json()["code"]) == (401, "unauthorized"), forged.text
    forbidden = world.ann.ask("GET", "/v1/heart-links/stats")
    assert (forbidden.status_code, forbidden.json()["code"]) == (403, "forbidden"), forbidden.text


def two_people_are_matched_and_chat(world):
    ann, bob = world.ann, world.bob
    ann.send({"action": "ping"})
    ann.receive("pong")
    waiting = ann.call("POST", "/v1/heart-links", {}, status=201)
    assert not waiting["matched"], waiting
    bob.call("POST", "/v1/heart-links", {}, status=201)
    found = ann.receive("match_found")["data"]
    room = found["room_id"]
    assert found["partner"] == "bob" and bob.receive("match_found")["data"]["room_id"] == room
    ann.call("POST", f"/v1/rooms/{room}/messages", {"text": "hello"}, status=201)
    assert bob.receive("room_message")["data"]["text"] == "hello"
    bob.send({"action": "send", "room_id": room, "text": "hello too", "client_id": "b1"})
    assert bob.receive("ack")["client_id"] == "b1"
    assert ann.receive("room_message")["data"]["text"] == "hello"
    assert ann.receive("room_message")["data"]["text"] == "hello too"
    ann.send({"action": "typing", "room_id": room})
    assert bob.receive("typing")["data"]["user_id"] == "ann"
    messages = bob.call("GET", f"/v1/rooms/{room}/messages?order=asc")["items"]
    assert [message["text"] for message in messages] == ["hello", "hello too"]
    events = ann.call("GET", "/v1/events?after=0")["items"]
    assert [event["type"] for event in events] == ["match_found", "room_message", "room_message"], events
    ann.send({"action": "resume", "after": events[0]["n"]})
    assert ann.receive("ack")["sent"] == 2
    ann.call("POST", f"/v1/rooms/{room}/leave")
    assert bob.receive("room_ended")["data"]["reason"] == "left"


def money_is_withdrawn_once(world):
    world.server.call("POST", "/v1/wallets/ann/credit", {"amount": 100}, key="c", status=201)
    taken = [
        world.ann.call("POST", "/v1/wallets/me/withdraw", {"amount": 30}, key="w", status=201)
        for _ in range(2)
    ]
    assert taken[0] == taken[1] and taken[0]["wallet"]["balance"] == 70, taken
    refused = world.ann.ask("POST", "/v1/wallets/me/withdraw", {"amount": 71}, key="x")
    assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_funds"), refused.text
    assert world.ann.receive("wallet_updated")["data"]["balance"] == 100
    assert world.ann.receive("wallet_updated")["data"]["balance"] == 70
    proof = world.ann.call("GET", "/v1/wallets/me/verify")
    assert proof["consistent"] and proof["entries"] == 2, proof


def points_are_changed(world):
    change = {"student_id": "ann", "points_change": 12, "transaction_type": "add_points", "reason": "homework"}
    world.server.call("POST", "/v1/points", change, key="p", status=201)
    points = world.ann.call("GET", "/v1/points")
    assert points["points"] == 12, points


def affinity_reaches_a_level(world):
    ann, admin = world.ann, world.admin
    rule = {"min_change": 10, "max_change": 10, "single_cap": 10, "daily_cap": 100,
            "cooldown_seconds": 0, "enabled": True}
    admin.call("PUT", "/v1/affinity/rules/chat", rule)
    reward = {"type": "wallet", "amount": 5}
    levels = [{"threshold": 0, "name": "Stranger"}, {"threshold": 10, "name": "Friend", "rewards": [reward]}]
    admin.call("PUT", "/v1/affinity/levels", {"levels": levels})
    ann.call("POST", "/v1/devices", {"device_id": "cat"}, status=201)
    told = world.server.call("POST", "/v1/affinity/events", {
        "user_id": "ann", "device_id": "cat", "rule_key": "chat", "source": "device_event"})
    assert (told["outcome"], told["new_level"]) == ("applied", 2), told
    assert ann.receive("level_up")["data"]["new_level"] == 2
    assert ann.receive("wallet_updated")["data"]["change"] == 5


def an_uploaded_file_of_rewards_is_paid(world):
    server = world.server
    job = server.call("POST", "/v1/wallets/rewards/jobs", {"source": "file"}, key="j", status=201)["job"]["id"]
    address = server.call("POST", f"/v1/jobs/{job}/upload")
    lines = "".join(json.dumps({"user_id": f"u{n}", "amount": 2}) + "\n" for n in range(50))
    put = requests.put(address["url"], data=lines, headers=address["headers"], timeout=PATIENCE_SECONDS)
    assert put.status_code == 200, put.text
    server.call("POST", f"/v1/jobs/{job}/start", status=202)

    def ended():
        found = server.call("GET", f"/v1/jobs/{job}")
        return found if found["status"] in ("done", "failed") else None

    found = _until(ended)
    assert found and (found["status"], found["done"], found["failed"]) == ("done", 50, 0), found
    assert server.call("GET", "/v1/wallets/u49")["balance"] == 2


def schedules_and_their_functions_run(world):
    rules = world.stack.emulator.client("events").list_rules()["Rules"]
    scheduled = [r for r in world.stack.processed()["Resources"].values() if r["Type"] == "AWS::Events::Rule"]
    assert len(rules) == len(scheduled) > 0, rules
    for name in ("maintenance-minute", "maintenance-sweep"):
        run = world.stack.lambdas.invoke(FunctionName=f"heartlink-{STAGE}-{name}", Payload=b"{}")
        assert "FunctionError" not in run, run["Payload"].read()


def nobody_was_denied_anything(world):
    denials = world.stack.lines(DENIED)
    assert not denials, "\n".join(denials[:20])
    assert world.stack.lines('"route"'), "the functions wrote no log"


def without_its_policy_a_function_is_denied(world):
    iam = world.stack.emulator.client("iam")
    role = world.stack.resource("WalletShowFunctionRole")
    (policy,) = iam.list_role_policies(RoleName=role)["PolicyNames"]
    document = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
    iam.delete_role_policy(RoleName=role, PolicyName=policy)
    failed = world.ann.ask("GET", "/v1/wallets/me")
    assert (failed.status_code, failed.json()["code"]) == (500, "internal_error"), failed.text
    assert all(DENIED not in text for text in failed.text.split()), failed.text
    denials = _until(lambda: world.stack.lines(DENIED))
    assert denials and all("wallet-show" in line for line in denials), denials[:20]
    assert document["Statement"], document


def _until(look):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := look()) and time.monotonic() < deadline:
        time.sleep(0.5)
    return found


STEPS = (
    the_api_answers_and_refuses_in_its_own_words,
    two_people_are_matched_and_chat,
    money_is_withdrawn_once,
    points_are_changed,
    affinity_reaches_a_level,
    an_uploaded_file_of_rewards_is_paid,
    schedules_and_their_functions_run,
    nobody_was_denied_anything,
    without_its_policy_a_function_is_denied,
)


def timed(name, step):
    began = time.monotonic()
    result = step()
    print(f"{name.replace('_', ' ')} ({time.monotonic() - began:.1f} s)", flush=True)
    return result


def main(template, binary):
    with tempfile.TemporaryDirectory(prefix="heartlink-deploy-") as folder:
        emulator = timed("the emulator starts", lambda: Emulator(Path(folder)))
        try:
            issuer = Issuer()
            stack = timed("the stack is deployed", lambda: Stack(
                emulator, Path(template), Path(binary), issuer.parameters))
            world = timed("two people connect", lambda: World(stack, issuer))
            for step in STEPS:
                timed(step.__name__, lambda: step(world))
            left = timed("the stack is deleted", stack.delete)
            assert not left, f"left behind: {left}"
        except BaseException:
            print(emulator.log.read_text()[-8000:], file=sys.stderr)
            raise
        finally:
            emulator.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
