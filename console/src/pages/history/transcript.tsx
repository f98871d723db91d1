// What was said in a room that is over.
import type { Schemas } from "@heartlink/client";
import { useState } from "preact/hooks";
import { me } from "../../app/account.js";
import { dateTime } from "../../i18n/format.js";
import { Button } from "../../ui/button.js";
import { Dialog } from "../../ui/dialog.js";
import { AsyncList, useList } from "../../ui/load.js";
import { t } from "../link/texts.js";

type Match = Schemas["MatchView"];

export function TranscriptButton({ match }: { match: Match }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="link" testid="talk" onPress={() => setOpen(true)}>
        {t("history.talk")}
      </Button>
      {open && (
        <Dialog
          wide
          title={t("history.talk_with", { name: match.partner })}
          onClose={() => setOpen(false)}
          testid="talk-dialog"
        >
          <Transcript roomId={match.room_id} />
        </Dialog>
      )}
    </>
  );
}

function Transcript({ roomId }: { roomId: string }) {
  const messages = useList(
    (signal) => me().client.rooms.messages(roomId, { limit: 50, order: "asc" }, { signal }),
    [roomId],
    (message) => message.seq,
  );
  return (
    <AsyncList of={messages}>
      {(items) =>
        items.length === 0 ? (
          <p class="small">{t("history.talk_none")}</p>
        ) : (
          <ol class="messages">
            {items.map((message) => {
              const mine = message.sender === me().user;
              return (
                <li key={message.seq} class="message" data-mine={String(mine)}>
                  <span class="sr">{mine ? t("room.mine") : message.sender}</span>
                  <p class="bubble" dir="auto">
                    {message.text}
                  </p>
                  <time class="meta" dateTime={message.sent_at}>
                    {dateTime(message.sent_at)}
                  </time>
                </li>
              );
            })}
          </ol>
        )
      }
    </AsyncList>
  );
}
