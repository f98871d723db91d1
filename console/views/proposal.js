// A proposed match that both people have to accept in time.
import { art, h } from "../dom.js";
import { say, t } from "../i18n.js";

const POLL_MS = 2_000;

/** The server's time when it answered, so that a wrong clock here does not matter. */
function serverNow({ request, waiting_seconds: waited }) {
  return Number.isFinite(waited) ? Date.parse(request.created_at) + waited * 1000 : Date.now();
}

export function proposalView(app, { request, proposal, ...answer }) {
  // Milliseconds that were left at `from`, by this machine's steady clock.
  let lease = 0;
  let longest = 0;
  let from = 0;
  let over = false;

  const left = h("p", { class: "countdown", testid: "countdown", role: "timer", "aria-live": "off" });
  const ring = h("progress", { class: "thread", max: "1", value: "1", "aria-hidden": "true" });
  const accept = h("button", { type: "button", class: "primary big", testid: "accept", text: "proposal.accept" });
  const decline = h("button", { type: "button", class: "quiet", testid: "decline", text: "proposal.decline" });
  const state = h("p", { class: "lead", role: "status", text: "proposal.lead" });

  function anchor(current) {
    if (!current.proposal) return;
    lease = Date.parse(current.proposal.lease_until) - serverNow(current);
    longest = Math.max(longest, lease, 1);
    from = performance.now();
  }

  function tick() {
    const remaining = Math.max(0, lease - (performance.now() - from));
    say(left, "proposal.left", { n: Math.ceil(remaining / 1000) });
    ring.value = remaining / longest;
    if (remaining === 0 && !over) {
      over = true;
      accept.disabled = true;
      decline.disabled = true;
      app.sync();
    }
  }

  function accepted() {
    accept.hidden = true;
    decline.hidden = true;
    say(state, "proposal.accepted");
  }

  async function reply(call, done) {
    accept.disabled = true;
    decline.disabled = true;
    try {
      done(await call());
    } catch (problem) {
      app.fail(problem);
      app.sync();
    }
    if (!over) {
      accept.disabled = false;
      decline.disabled = false;
    }
  }
  accept.addEventListener("click", () =>
    reply(app.api.accept, (result) => {
      accepted();
      if (result?.matched) app.place(result);
    }),
  );
  decline.addEventListener("click", () => reply(app.api.decline, () => app.show("start", { notice: "start.declined" })));

  const element = h(
    "section",
    { class: "stage", testid: "proposal" },
    h(
      "div",
      { class: "words" },
      h("h1", { tabindex: "-1", text: "proposal.title" }),
      state,
      ring,
      left,
      h("div", { class: "row" }, accept, decline),
    ),
    art("near"),
  );
  anchor({ request, proposal, ...answer });
  tick();
  const ticker = setInterval(tick, 250);
  const poller = setInterval(() => app.sync(), POLL_MS);

  return {
    element,
    title: () => t("proposal.document"),
    roomId: proposal?.room_id,
    requestId: request.id,
    mounted: () => app.sync(),
    update(current) {
      anchor(current);
      tick();
    },
    destroy() {
      clearInterval(ticker);
      clearInterval(poller);
    },
  };
}
