// Where two documents differ, as a table.
import { Table } from "../../../ui/table.js";
import { differences } from "../logic/difference.js";
import { t } from "../phrases/rules.js";

interface DifferencesProps {
  readonly label: string;
  readonly left: { readonly label: string; readonly content: unknown };
  readonly right: { readonly label: string; readonly content: unknown };
  /** Shown if they do not differ. */
  readonly same: string;
}

export function Differences({ label, left, right, same }: DifferencesProps) {
  const rows = differences(left.content, right.content);
  if (rows.length === 0) return <p class="small">{same}</p>;
  return (
    <Table
      label={label}
      rows={rows}
      rowKey={(row) => row.path}
      columns={[
        { key: "path", label: t("place"), cell: ({ path }) => <code>{path}</code>, head: true },
        { key: "left", label: left.label, cell: (row) => row.left ?? "–" },
        { key: "right", label: right.label, cell: (row) => row.right ?? "–" },
      ]}
    />
  );
}
