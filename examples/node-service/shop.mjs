// The back end of a shop. Users top up their wallet, which a payment provider reports by a
// webhook; they buy by a transfer to the shop's own wallet, and get points for it.
//
// HEARTLINK_TOKEN is a token with the role `service`, whose `sub` is the shop.
import { createServer } from "node:http";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { json } from "node:stream/consumers";
import { createHeartlink, isHeartlinkError } from "@heartlink/client";
import WebSocket from "ws";

const { HEARTLINK_URL: url = "http://127.0.0.1:8787", HEARTLINK_TOKEN: token, PORT = "3000", STATE = "shop.json" } = process.env;
const heartlink = createHeartlink({ url, token, WebSocket });

// How far this service has come: the last event it handled, the last entry of its wallet it rewarded.
let state = existsSync(STATE) ? JSON.parse(readFileSync(STATE, "utf8")) : { event: 0, seq: 0 };
function remember(change) {
  state = { ...state, ...change };
  writeFileSync(`${STATE}.new`, JSON.stringify(state));
  renameSync(`${STATE}.new`, STATE);
}

// Providers report a payment again until they are sure that it arrived. The key is made of the
// payment, so that all reports are one credit (within 24 hours; keep ids for providers who repeat for longer).
async function topUp({ payment_id, user, amount }) {
  const body = { amount, description: "Top-up", reference: payment_id };
  const { wallet } = await heartlink.wallet.credit(user, body, { idempotencyKey: `top-up-${payment_id}` });
  return { user, balance: wallet.balance };
}

// Points for all purchases since the last one that was rewarded. The event's id names the entry:
// it counts once, for good, also if this process ended between the call and `remember`.
async function rewardPurchases() {
  const entries = heartlink.wallet.entries("me", { order: "asc", limit: 100, ...(state.at && { from: state.at }) });
  for await (const { seq, at, kind, counterparty } of entries) {
    if (seq <= state.seq) continue;
    if (kind === "transfer_in") {
      const event = { student_id: counterparty, rule_key: "purchase", event_id: `purchase-${seq}` };
      const { points } = await heartlink.points.event(event, { idempotencyKey: event.event_id });
      console.log(`purchase ${seq}: ${counterparty} has ${points} points`);
    }
    remember({ seq, at });
  }
}

// One after the other. What cannot be handled ends the process: it is started again, and goes on from its state.
let queue = rewardPurchases();
const session = heartlink.connect({ after: state.event });
session.on("wallet_updated", ({ n }) => {
  queue = queue.then(rewardPurchases).then(() => remember({ event: n }));
  queue.catch(giveUp);
});
queue.catch(giveUp);
function giveUp(error) {
  console.error(error);
  process.exit(1);
}

const server = createServer(async (request, response) => {
  const answer = (status, body) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  if (request.method !== "POST" || request.url !== "/top-ups") return answer(404, { error: "POST /top-ups" });
  try {
    answer(200, await topUp(await json(request)));
  } catch (error) {
    // A provider tries again after 503, and not after 400.
    const mayWork = isHeartlinkError(error) && (error.retryable || error.status === 0);
    answer(mayWork ? 503 : 400, { error: error.message });
  }
});
server.listen(Number(PORT), "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
