// All documents of a kind, and the editor of the one that the address names.
import { me } from "../../../app/account.js";
import { go, href, route, setQuery } from "../../../app/router.js";
import { dateTime } from "../../../i18n/format.js";
import { Button } from "../../../ui/button.js";
import { Badge, Card } from "../../../ui/layout.js";
import { type Loaded, AsyncView, useLoad } from "../../../ui/load.js";
import { Empty } from "../../../ui/states.js";
import { type Column, Table } from "../../../ui/table.js";
import { t } from "../phrases/rules.js";
import { Editor } from "./editor.js";
import type { Kind, Stored } from "./kind.js";

interface DocumentsProps<T, D> {
  readonly kind: Kind<T, D>;
  /** Which one is edited; `undefined` shows them all. */
  readonly name: string | undefined;
}

const NEW = "new";

export function Documents<T, D>({ kind, name }: DocumentsProps<T, D>) {
  const { client } = me();
  const all = useLoad((signal) => kind.list(client, { signal }), [kind.id]);
  const { fresh } = kind;
  return (
    <AsyncView of={all}>
      {(documents) => {
        if (fresh === undefined) {
          const [only] = documents;
          return only && <Edited kind={kind} all={all} documents={documents} stored={only} fresh={only.content} />;
        }
        if (name === undefined && route.value.query.get(NEW) !== null) {
          return <Edited kind={kind} all={all} documents={documents} stored={null} fresh={fresh} />;
        }
        if (name === undefined) return <List kind={kind} documents={documents} />;
        const stored = documents.find((one) => one.name === name);
        if (stored === undefined) return <Missing kind={kind} />;
        return <Edited kind={kind} all={all} documents={documents} stored={stored} fresh={fresh} />;
      }}
    </AsyncView>
  );
}

interface EditedProps<T, D> {
  readonly kind: Kind<T, D>;
  readonly all: Loaded<readonly Stored<T>[]>;
  readonly documents: readonly Stored<T>[];
  readonly stored: Stored<T> | null;
  readonly fresh: T;
}

function Edited<T, D>({ kind, all, documents, stored, fresh }: EditedProps<T, D>) {
  const others = (name: string) => documents.filter((one) => one.name !== name);
  return (
    <>
      {kind.fresh !== undefined && <Back kind={kind} />}
      <Editor
        key={stored?.name ?? ""}
        kind={kind}
        stored={stored}
        fresh={fresh}
        names={documents.map(({ name }) => name)}
        onSaved={(saved) => {
          all.set([...others(saved.name), saved].sort(byName));
          if (saved.name !== "" && stored === null) go("operations", "rules", kind.id, saved.name);
        }}
        onDeleted={(name) => {
          all.set(others(name));
          go("operations", "rules", kind.id);
        }}
      />
    </>
  );
}

const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1);

function Back<T, D>({ kind }: { kind: Kind<T, D> }) {
  return (
    <p>
      <a href={href("operations", "rules", kind.id)}>{t("back")}</a>
    </p>
  );
}

function Missing<T, D>({ kind }: { kind: Kind<T, D> }) {
  return (
    <Empty icon="search" title={t("gone")}>
      <Back kind={kind} />
    </Empty>
  );
}

function List<T, D>({ kind, documents }: { kind: Kind<T, D>; documents: readonly Stored<T>[] }) {
  const paths = documents[0] === undefined ? [] : (kind.figures?.(documents[0].content) ?? []).map(([path]) => path);
  const columns: Column<Stored<T>>[] = [
    {
      key: "name",
      label: t("key"),
      cell: ({ name }) => <a href={href("operations", "rules", kind.id, name)}>{name}</a>,
      head: true,
    },
    ...paths.map((path) => ({
      key: path,
      label: t.known(path) ? t(path) : path,
      cell: ({ content }: Stored<T>) => kind.figures?.(content).find(([one]) => one === path)?.[1] || "–",
      numeric: true,
    })),
    { key: "state", label: t("enabled"), cell: ({ content }) => <State of={content} /> },
    { key: "edited", label: t("edited"), cell: edited },
  ];
  return (
    <Card
      title={t(kind.id)}
      actions={
        <Button icon="plus" onPress={() => setQuery({ [NEW]: "1" })} testid="document-new">
          {t("new")}
        </Button>
      }
      testid="documents"
    >
      {documents.length === 0 ? (
        <Empty icon="settings" title={t("none")} />
      ) : (
        <Table
          label={t(kind.id)}
          columns={columns}
          rows={documents}
          rowKey={({ name }) => name}
          testid="document-table"
        />
      )}
    </Card>
  );
}

function State({ of }: { of: unknown }) {
  const off = (of as { enabled?: boolean }).enabled === false;
  return <Badge tone={off ? "plain" : "good"}>{off ? t("off") : t("on")}</Badge>;
}

function edited<T>({ updatedAt, updatedBy }: Stored<T>): string {
  if (updatedAt === null) return t("never");
  return t("edited.by", { time: dateTime(updatedAt), user: updatedBy ?? "–" });
}
