// The list of messages, kept at its end unless somebody reads further up.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { date, time } from "../../i18n/format.js";
import { Button } from "../../ui/button.js";
import { Icon } from "../../ui/icons.js";
import { prefersReducedMotion } from "../../ui/theme.js";
import type { Chat } from "./chat.js";
import type { Message, MessageLog } from "./message-log.js";
import { t } from "./texts.js";

const NEAR_END_PX = 120;
/** Consecutive messages of one sender within this time are grouped. */
const GROUP_MS = 120_000;

export function Messages({ chat }: { chat: Chat }) {
  const scroller = useRef<HTMLDivElement>(null);
  const log = chat.log.value;
  const { below, toEnd, keep } = useScroll(scroller, log, chat);
  return (
    <div class="log">
      {/* What is there at first is not read out; what comes is. */}
      <div
        ref={scroller}
        class="scroller"
        role="log"
        aria-live={chat.ready.value ? "polite" : "off"}
        aria-label={t("room.messages")}
        tabIndex={0}
      >
        {chat.earlier.value && (
          <p class="earlier">
            <Button testid="earlier" onPress={() => keep(() => chat.loadEarlier())}>
              {t("room.earlier")}
            </Button>
          </p>
        )}
        {chat.ready.value && log.length === 0 && <p class="nothing">{t("room.empty")}</p>}
        <ol class="messages" data-testid="message-list">
          {log.map((message, index) => (
            <MessageItem
              key={message.key}
              chat={chat}
              message={message}
              day={newDay(log[index - 1], message)}
              joined={joined(message, log[index + 1])}
            />
          ))}
        </ol>
      </div>
      {below && (
        <button type="button" class="jump" data-testid="jump" onClick={() => toEnd(!prefersReducedMotion())}>
          <Icon name="down" />
          {t("room.new")}
        </button>
      )}
    </div>
  );
}

interface MessageItemProps {
  readonly chat: Chat;
  readonly message: Message;
  readonly day: boolean;
  readonly joined: boolean;
}

function MessageItem({ chat, message, day, joined }: MessageItemProps) {
  const mine = message.sender === chat.user;
  return (
    <>
      {day && (
        <li class="day">
          <time dateTime={message.sentAt}>{date(message.sentAt)}</time>
        </li>
      )}
      <li
        class={joined ? "message joined" : "message"}
        data-testid="message"
        data-mine={String(mine)}
        data-seq={message.seq}
        data-state={message.delivery}
      >
        <span class="sr">{mine ? t("room.mine") : message.sender}</span>
        <p class="bubble" dir="auto">
          {message.text}
        </p>
        <span class="meta">
          <time dateTime={message.sentAt}>{time(message.sentAt)}</time>
          {mine && <Delivery chat={chat} message={message} />}
        </span>
      </li>
    </>
  );
}

function Delivery({ chat, message }: { chat: Chat; message: Message }) {
  const { clientId, text, delivery } = message;
  if (delivery === "pending") return <span class="state">{t("room.pending")}</span>;
  if (delivery === "failed") {
    return (
      <span class="state failed">
        {t("room.failed")}
        {clientId !== undefined && (
          <Button kind="link" testid="retry" onPress={() => chat.retry(clientId, text)}>
            {t("room.retry")}
          </Button>
        )}
      </span>
    );
  }
  return (
    <span class="state sent">
      <Icon name="check" />
      <span class="sr">{t("room.sent")}</span>
    </span>
  );
}

function joined(message: Message, next: Message | undefined): boolean {
  if (next === undefined || next.sender !== message.sender || message.delivery !== "sent") return false;
  return Date.parse(next.sentAt) - Date.parse(message.sentAt) < GROUP_MS && !newDay(message, next);
}

/** Whether a day begins with the message; the first one's is told only if it is not today's. */
function newDay(before: Message | undefined, message: Message): boolean {
  const day = new Date(message.sentAt).toDateString();
  return day !== (before === undefined ? new Date() : new Date(before.sentAt)).toDateString();
}

/** Where the list stands, and how it is moved. */
function useScroll(scroller: { readonly current: HTMLDivElement | null }, log: MessageLog, chat: Chat) {
  const pinned = useRef(true);
  const height = useRef(0);
  const [below, setBelow] = useState(false);
  const last = log.at(-1);

  const toEnd = (smooth: boolean) => {
    const element = scroller.current;
    element?.scrollTo({ top: element.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    setBelow(false);
  };

  useLayoutEffect(() => {
    if (last === undefined) return;
    if (pinned.current || last.sender === chat.user) toEnd(false);
    else setBelow(true);
  }, [last?.key, chat.ready.value]);

  // The end stays in sight when the room gets smaller, say by a keyboard on a phone.
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const scrolled = () => {
      // A scroll that a change of size caused says nothing about what is wanted.
      if (element.clientHeight !== height.current) return;
      pinned.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX;
      if (pinned.current) setBelow(false);
    };
    const sized = new ResizeObserver(() => {
      height.current = element.clientHeight;
      if (pinned.current) toEnd(false);
    });
    element.addEventListener("scroll", scrolled);
    sized.observe(element);
    return () => {
      element.removeEventListener("scroll", scrolled);
      sized.disconnect();
    };
  }, []);

  /** Older messages must not move what is being read. */
  const keep = async (change: () => Promise<void>) => {
    const element = scroller.current;
    if (element === null) return;
    const fromEnd = element.scrollHeight - element.scrollTop;
    await change();
    requestAnimationFrame(() => {
      element.scrollTop = element.scrollHeight - fromEnd;
    });
  };
  return { below, toEnd, keep };
}
