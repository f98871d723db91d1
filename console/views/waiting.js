// Waiting for a partner: time, estimate, warning before the request is renewed.
import { art, h } from "../dom.js";
import { clock, say, sayPlain, t, timeOfDay } from "../i18n.js";

const POLL_MS = 10_000;
const POLL_OFFLINE_MS = 3_000;
const ANNOUNCE_EVERY_SECONDS = 30;

/** The estimate as a phrase and its params. */
function estimatePhrase(seconds) {
  if (!Number.isFinite(seconds)) return ["waiting.unknown"];
  if (seconds < 5) return ["waiting.any_moment"];
  if (seconds < 50) return ["waiting.seconds", { n: Math.max(5, Math.round(seconds / 5) * 5) }];
  if (seconds < 90) return ["waiting.minute"];
  return ["waiting.minutes", { n: Math.round(seconds / 60) }];
}

export function waitingView(app, { request, waiting_seconds: waited, notice }) {
  // The server's count and this machine's steady clock: neither clock's date matters.
  let base = waited ?? 0;
  let from = performance.now();
  let estimate = null;
  let expiresAt = Date.parse(request.expires_at);
  let announced = 0;
  let pollTimer = 0;

  const time = h("span", { class: "big-time", testid: "waiting-elapsed", role: "timer", "aria-live": "off" });
  const guess = h("span", { class: "guess", testid: "waiting-estimate" });
  const bar = h("progress", { class: "thread", max: "1", value: "0", label: "waiting.progress" });
  const warning = h("p", { class: "note", role: "status", testid: "expiring", hidden: true });
  const aloud = h("p", { class: "sr", role: "status" });
  const cancel = h("button", { type: "button", class: "quiet", testid: "cancel", text: "waiting.cancel" });

  const elapsed = () => base + (performance.now() - from) / 1000;

  function tick() {
    const seconds = elapsed();
    sayPlain(time, clock(seconds));
    // Nears the end without ever claiming to be there.
    const expected = Math.max(estimate === null ? 30 : seconds + estimate, 10);
    bar.value = 1 - Math.exp((-1.6 * seconds) / expected);
    if (seconds - announced >= ANNOUNCE_EVERY_SECONDS) {
      announced = seconds;
      say(aloud, "waiting.announce", { clock: clock(seconds), estimate: () => t(...estimatePhrase(estimate ?? NaN)) });
    }
  }

  function update(current) {
    if (Number.isFinite(current.waiting_seconds)) {
      base = current.waiting_seconds;
      from = performance.now();
    }
    estimate = Number.isFinite(current.estimated_wait_seconds) ? current.estimated_wait_seconds : null;
    say(guess, ...estimatePhrase(estimate ?? NaN));
    const expires = Date.parse(current.expires_at ?? current.request?.expires_at);
    if (expires > expiresAt) {
      expiresAt = expires;
      warning.hidden = true;
    }
    tick();
  }

  // Events are the quick way to hear of a match, this is the sure one.
  function poll() {
    clearTimeout(pollTimer);
    pollTimer = setTimeout(async () => {
      await app.sync();
      if (pollTimer !== 0) poll();
    }, app.socket.isOpen() ? POLL_MS : POLL_OFFLINE_MS);
  }

  async function stop() {
    cancel.disabled = true;
    try {
      await app.api.cancel();
      app.show("start", { notice: "start.cancelled" });
    } catch (problem) {
      cancel.disabled = false;
      app.fail(problem);
      if (problem.status === 409 || problem.status === 404) app.sync();
    }
  }
  cancel.addEventListener("click", stop);

  const figure = (phrase, value) => h("div", { class: "figure" }, h("span", { class: "small", text: phrase }), value);
  const element = h(
    "section",
    { class: "stage", testid: "waiting" },
    h(
      "div",
      { class: "words" },
      notice ? h("p", { class: "note", role: "status", testid: "note", text: notice }) : null,
      h("h1", { tabindex: "-1", text: "waiting.title" }),
      h("div", { class: "figures" }, figure("waiting.elapsed", time), figure("waiting.estimate", guess)),
      bar,
      h("p", { class: "lead", text: "waiting.keep" }),
      warning,
      aloud,
      cancel,
    ),
    art("seeking"),
  );
  update({ waiting_seconds: waited });
  const ticker = setInterval(tick, 1_000);
  poll();

  return {
    element,
    title: () => t("waiting.document"),
    mounted: () => app.sync(),
    update,
    /** Tells an event about this wait from one about an earlier wait, which a replay may bring back. */
    requestId: request.id,
    expiring(data) {
      const at = data?.expires_at ?? request.expires_at;
      say(warning, "waiting.expiring", { time: () => timeOfDay(at) });
      warning.hidden = false;
    },
    connection(state) {
      if (state === "open") app.sync();
      poll();
    },
    destroy() {
      clearInterval(ticker);
      clearTimeout(pollTimer);
      pollTimer = 0;
    },
  };
}
