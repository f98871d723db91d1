// Whom a person met: when, why, how it ended, and what they said of it.
import type { Schemas } from "@heartlink/client";
import { useState } from "preact/hooks";
import { me } from "../../app/account.js";
import { useEvent } from "../../app/events.js";
import { NotFound } from "../../app/not-found.js";
import type { AreaProps } from "../../app/area.js";
import { href } from "../../app/router.js";
import { dateTime, duration } from "../../i18n/format.js";
import { Button } from "../../ui/button.js";
import { confirm, Dialog } from "../../ui/dialog.js";
import { Avatar } from "../../ui/icons.js";
import { Badge, Card, Page } from "../../ui/layout.js";
import { AsyncList, type LoadedList, useList } from "../../ui/load.js";
import { Empty } from "../../ui/states.js";
import { toast } from "../../ui/toasts.js";
import { FeedbackForm } from "../link/feedback.js";
import { t } from "../link/texts.js";
import { Why } from "../link/why.js";
import { TranscriptButton } from "./transcript.js";
import "./history.css";

type Match = Schemas["MatchView"];

export default function History({ path }: AreaProps) {
  const matches = useList(
    (signal) => me().client.matching.history({ limit: 20 }, { signal }),
    [],
    (match) => match.room_id,
  );
  const blocks = useList(
    (signal) => me().client.matching.blocks({ limit: 20 }, { signal }),
    [],
    (block) => block.user_id,
  );
  useEvent("room_ended", blocks.reload);
  useEvent("match_found", matches.reload);
  useEvent("room_ended", matches.reload);
  if (path.length > 0) return <NotFound />;
  return (
    <Page view="history" title={t("history.title")} lead={t("history.lead")}>
      <AsyncList of={matches}>
        {(items) =>
          items.length === 0 ? (
            <Card>
              <Empty icon="heart" title={t("history.none")}>
                <p>{t("history.none_lead")}</p>
                <p>
                  <a href={href()}>{t("start.find")}</a>
                </p>
              </Empty>
            </Card>
          ) : (
            <ol class="matches" aria-label={t("history.list")}>
              {items.map((match) => (
                <li key={match.room_id}>
                  <MatchCard match={match} onChange={matches.reload} onBlock={blocks.reload} />
                </li>
              ))}
            </ol>
          )
        }
      </AsyncList>
      <Blocks of={blocks} />
    </Page>
  );
}

/** Whom one has blocked, each with a way back; nothing where there is nobody. */
function Blocks({ of: blocks }: { of: LoadedList<Schemas["BlockView"]> }) {
  const undo = async (name: string) => {
    await me().client.matching.unblock(name);
    toast("done", t("history.unblocked", { name }));
    blocks.reload();
  };
  return (
    <AsyncList of={blocks}>
      {(items) =>
        items.length === 0 ? null : (
          <Card title={t("history.blocks")}>
            <ul data-testid="blocks">
              {items.map(({ user_id: name, blocked_at: since }) => (
                <li key={name} class="row">
                  {name}
                  {since !== null && (
                    <time class="small" dateTime={since}>
                      {dateTime(since)}
                    </time>
                  )}
                  <Button kind="link" testid="history-unblock" onPress={() => undo(name)}>
                    {t("history.unblock")}
                  </Button>
                </li>
              ))}
            </ul>
          </Card>
        )
      }
    </AsyncList>
  );
}

type MatchCardProps = { match: Match; onChange: () => void; onBlock: () => void };

function MatchCard({ match, onChange, onBlock }: MatchCardProps) {
  const [rating, setRating] = useState(false);
  const open = match.ended_at === null;
  const { partner: name } = match;
  return (
    <article class="card match" data-testid="match" data-room-id={match.room_id}>
      <header>
        <div class="row">
          <Avatar id={name} large />
          <div>
            <h2>{name}</h2>
            <p class="small">
              <time dateTime={match.matched_at}>{dateTime(match.matched_at)}</time>
              {typeof match.ended_at === "string" && ` · ${lasted(match.matched_at, match.ended_at)}`}
            </p>
          </div>
        </div>
        {open ? <Badge tone="good">{t("history.open")}</Badge> : <Badge>{ending(match)}</Badge>}
      </header>
      <details>
        <summary>
          {t("room.why")}
          <span class="small">{t("history.score", { total: match.score.total })}</span>
        </summary>
        <Why score={match.score} />
      </details>
      {match.feedback && <OwnFeedback feedback={match.feedback} />}
      <div class="row">
        {open && <a href={href()}>{t("history.go")}</a>}
        {!open && !match.feedback && (
          <Button testid="rate" icon="star" onPress={() => setRating(true)}>
            {t("history.rate")}
          </Button>
        )}
        {!open && <TranscriptButton match={match} />}
        {!open && match.end_reason !== "blocked" && (
          <Button kind="link" testid="block" onPress={() => block(name, onBlock)}>
            {t("history.block")}
          </Button>
        )}
      </div>
      {rating && (
        <Dialog title={t("feedback.title")} onClose={() => setRating(false)} testid="rate-dialog" wide>
          <FeedbackForm
            roomId={match.room_id}
            onSent={() => {
              setRating(false);
              toast("done", t("feedback.thanks"));
              onChange();
            }}
          />
        </Dialog>
      )}
    </article>
  );
}

function OwnFeedback({ feedback }: { feedback: Schemas["Feedback"] }) {
  return (
    <p class="row small" data-testid="own-feedback">
      {t("history.feedback")}
      <Badge tone="cool">{t("history.rated", { n: feedback.rating })}</Badge>
      {(feedback.tags ?? []).map((tag) => (
        <Badge key={tag}>{tagged(tag)}</Badge>
      ))}
    </p>
  );
}

const lasted = (from: string, to: string) =>
  t("history.lasted", { duration: duration(Math.ceil((Date.parse(to) - Date.parse(from)) / 1000) * 1000) });

/** The translated name of a known tag; of any other, the tag itself. */
function tagged(tag: string): string {
  const key = `tag.${tag}`;
  return t.known(key) ? t(key) : tag;
}

function ending({ end_reason: reason, partner: name }: Match): string {
  if (reason === "inactive") return t("history.end_inactive");
  if (reason === "ended") return t("history.end_over");
  return reason === "blocked" ? t("history.end_blocked", { name }) : t("history.end_left");
}

async function block(name: string, onBlock: () => void): Promise<void> {
  const yes = await confirm({
    title: t("block.title", { name }),
    body: t("history.block_body", { name }),
    yes: t("history.block"),
    danger: true,
    testid: "block-confirm",
  });
  if (!yes) return;
  await me().client.matching.block(name);
  toast("done", t("history.blocked", { name }));
  onBlock();
}
