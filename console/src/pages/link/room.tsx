// The room of two: who is there, why it came about, the talk, the way out.
import { useEffect } from "preact/hooks";
import { account, offline } from "../../app/account.js";
import { relative, time } from "../../i18n/format.js";
import { Button } from "../../ui/button.js";
import { confirm } from "../../ui/dialog.js";
import { Art, Avatar } from "../../ui/icons.js";
import { usePageStart } from "../../ui/layout.js";
import { t } from "./texts.js";
import type { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { Messages } from "./messages.js";
import { end } from "./state.js";
import { Why } from "./why.js";

export function Room({ chat }: { chat: Chat }) {
  const name = chat.partner.value ?? "…";
  const unread = chat.unread.value;
  const heading = usePageStart("room", unread > 0 ? t("room.unread", { n: unread, name }) : name);
  useEffect(() => {
    const seen = () => document.visibilityState === "visible" && chat.markRead();
    seen();
    document.addEventListener("visibilitychange", seen);
    return () => document.removeEventListener("visibilitychange", seen);
  }, [chat]);
  const score = chat.score.value;
  return (
    <section class="room" data-testid="room" data-room-id={chat.id}>
      <div class="side">
        <div class="two">
          <Avatar id={name} large />
          <div>
            <h1 ref={heading} tabIndex={-1}>
              <span class="sr">{t("room.with", { name })}</span>
              <span aria-hidden="true" data-testid="partner">
                {name}
              </span>
            </h1>
            <Presence chat={chat} />
            {chat.since.value !== null && <p class="small">{t("room.since", { time: time(chat.since.value) })}</p>}
          </div>
          <Art state="joined" />
        </div>
        {score !== null && (
          <details class="why" data-testid="why">
            <summary>{t("room.why")}</summary>
            <Why score={score} />
          </details>
        )}
        <div class="actions" role="group" aria-label={t("room.actions")}>
          <Button icon="leave" testid="leave" onPress={() => leave(chat, name)}>
            {t("room.leave")}
          </Button>
          <Button icon="block" testid="block" onPress={() => block(chat, name)}>
            {t("room.block")}
          </Button>
        </div>
      </div>
      <div class="talk">
        <Messages chat={chat} />
        <p class="typing" role="status" data-testid="typing" hidden={!chat.typing.value}>
          {chat.typing.value && (
            <>
              <span class="dots" aria-hidden="true">
                <i />
                <i />
                <i />
              </span>
              {t("room.typing", { name })}
            </>
          )}
        </p>
        <Composer chat={chat} />
      </div>
    </section>
  );
}

function Presence({ chat }: { chat: Chat }) {
  const presence = chat.presence.value;
  if (presence === null || offline.value || account.value === null) return null;
  const last = presence.last_active_at;
  const away = typeof last === "string" ? t("room.away", { when: relative(last) }) : t("room.away_long");
  return (
    <p class="presence" data-testid="presence" data-active={presence.active}>
      <i aria-hidden="true" />
      {presence.active ? t("room.here") : away}
    </p>
  );
}

async function leave(chat: Chat, name: string): Promise<void> {
  const yes = await confirm({
    title: t("leave.title"),
    body: t("leave.body", { name }),
    yes: t("leave.confirm"),
    no: t("dialog.stay"),
    testid: "leave-confirm",
  });
  if (yes) await end(chat, "left");
}

async function block(chat: Chat, name: string): Promise<void> {
  const yes = await confirm({
    title: t("block.title", { name }),
    body: t("block.body", { name }),
    yes: t("block.confirm"),
    no: t("dialog.stay"),
    danger: true,
    testid: "block-confirm",
  });
  if (yes) await end(chat, "blocked");
}
