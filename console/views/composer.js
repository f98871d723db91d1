// Writing a message: grows with the text, counts characters, tells of typing.
import { h, icon } from "../dom.js";
import { say } from "../i18n.js";

export const TEXT_MAX = 2_000;
const COUNT_FROM = 1_600;
const TYPING_EVERY_MS = 2_000;

/** `onSend(text)` gets what is to be sent, `onTyping()` at most one call in 2 s. */
export function createComposer({ onSend, onTyping }) {
  const input = h("textarea", { id: "message", rows: "1", testid: "message-input", label: "room.input", hint: "room.placeholder", enterkeyhint: "send", autocomplete: "off", "aria-describedby": "counter" });
  const send = h("button", { type: "submit", class: "primary round", testid: "send", label: "room.send", tip: "room.send", disabled: true }, icon("send"));
  const counter = h("span", { id: "counter", class: "counter", testid: "counter", hidden: true, role: "status" });
  let toldAt = -Infinity;

  // Characters as the server counts them: an emoji is one, not two.
  const length = () => [...input.value].length;

  function measure() {
    input.style.setProperty("height", "auto");
    input.style.setProperty("height", `${input.scrollHeight}px`);
    const n = length();
    counter.hidden = n < COUNT_FROM;
    counter.classList.toggle("over", n > TEXT_MAX);
    if (!counter.hidden) say(counter, "room.counter", { n, max: TEXT_MAX });
    send.disabled = input.value.trim() === "" || n > TEXT_MAX;
  }

  function submit(event) {
    event.preventDefault();
    measure();
    if (send.disabled) return;
    onSend(input.value.trim());
    input.value = "";
    toldAt = -Infinity;
    measure();
    input.focus();
  }

  input.addEventListener("input", () => {
    measure();
    const now = performance.now();
    if (input.value === "" || now - toldAt < TYPING_EVERY_MS) return;
    toldAt = now;
    onTyping();
  });
  input.addEventListener("keydown", (event) => {
    // While an input method composes, Enter chooses a word (229 is how Safari says so).
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    submit(event);
  });

  return {
    element: h("form", { class: "composer", novalidate: true, on: { submit } }, input, counter, send),
    input,
  };
}
