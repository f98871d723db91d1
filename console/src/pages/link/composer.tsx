// Writing a message: grows with the text, counts characters, tells of typing.
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../ui/icons.js";
import type { Chat } from "./chat.js";
import { t } from "./texts.js";

const MAX = 2_000;
const COUNT_FROM = 1_600;

export function Composer({ chat }: { chat: Chat }) {
  const [text, setText] = useState("");
  const input = useRef<HTMLTextAreaElement>(null);
  // Characters as the server counts them: an emoji is one, not two.
  const length = [...text].length;
  const sendable = text.trim() !== "" && length <= MAX;

  useEffect(() => {
    // On a phone, focusing the field would cover half of the room with a keyboard.
    if (matchMedia("(pointer: fine)").matches) input.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    const element = input.current;
    if (element === null) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [text]);

  const submit = (event: Event) => {
    event.preventDefault();
    if (!sendable) return;
    chat.send(text.trim());
    setText("");
    input.current?.focus();
  };
  return (
    <form class="composer" noValidate onSubmit={submit}>
      <textarea
        ref={input}
        rows={1}
        value={text}
        aria-label={t("room.input")}
        aria-describedby="counter"
        placeholder={t("room.placeholder")}
        enterkeyhint="send"
        autocomplete="off"
        data-testid="message-input"
        onInput={(event) => {
          setText(event.currentTarget.value);
          if (event.currentTarget.value !== "") chat.typed();
        }}
        onKeyDown={(event) => {
          // While an input method composes, Enter chooses a word (229 is how Safari says so).
          if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
          submit(event);
        }}
      />
      <span
        id="counter"
        class={length > MAX ? "counter over" : "counter"}
        role="status"
        hidden={length < COUNT_FROM}
        data-testid="counter"
      >
        {length >= COUNT_FROM && t("room.counter", { n: length, max: MAX })}
      </span>
      <button
        type="submit"
        class="button primary round"
        aria-label={t("room.send")}
        title={t("room.send")}
        disabled={!sendable}
        data-testid="send"
      >
        <Icon name="send" />
      </button>
    </form>
  );
}
