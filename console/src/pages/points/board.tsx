// The leaderboard of one's group.
import { me } from "../../app/account.js";
import { number } from "../../i18n/format.js";
import { Badge, Card } from "../../ui/layout.js";
import { AsyncList, useChange, useList } from "../../ui/load.js";
import { Empty } from "../../ui/states.js";
import { Table } from "../../ui/table.js";
import { t } from "./texts.js";

export function Board({ group, version }: { group: string; version: number }) {
  const list = useList(
    (signal) => me().client.points.leaderboard({ group, limit: 10 }, { signal }),
    [group],
    (one) => one.student_id,
  );
  useChange(version, list.reload);
  return (
    <Card title={t("board", { group })} testid="board">
      <AsyncList of={list}>
        {(items) =>
          items.length === 0 ? (
            <Empty icon="star" title={t("board.empty")} />
          ) : (
            <Table
              label={t("board.list")}
              rows={items}
              rowKey={(one) => one.student_id}
              columns={[
                { key: "rank", label: t("board.rank"), cell: (one) => number(one.rank) },
                {
                  key: "who",
                  label: t("board.who"),
                  head: true,
                  cell: (one) => (
                    <>
                      {one.student_id} {one.student_id === me().user && <Badge tone="cool">{t("board.you")}</Badge>}
                    </>
                  ),
                },
                { key: "points", label: t("points"), numeric: true, cell: (one) => number(one.points) },
              ]}
            />
          )
        }
      </AsyncList>
    </Card>
  );
}
