// Tables that turn into a list of cards where the window is narrow. The roles
// are named because the style takes the table's own away there.
import type { ComponentChildren } from "preact";

export interface Column<Row> {
  readonly key: string;
  readonly label: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Numbers stand at the end. */
  readonly numeric?: boolean;
  /** The row header; on a phone, the title of the card. */
  readonly head?: boolean;
}

interface TableProps<Row> {
  /** What the table shows, for those who do not see it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  readonly testid?: string;
}

export function Table<Row>({ label, columns, rows, rowKey, testid }: TableProps<Row>) {
  return (
    <div class="table-frame">
      <table class="table" role="table" aria-label={label} data-testid={testid}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.key} role="columnheader" scope="col" class={column.numeric ? "numeric" : undefined}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row" data-key={rowKey(row)}>
              {columns.map((column) => {
                const classes = [column.numeric && "numeric", column.head && "head"].filter(Boolean).join(" ");
                const shared = { class: classes || undefined, "data-label": column.label };
                return column.head ? (
                  <th key={column.key} role="rowheader" scope="row" {...shared}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} role="cell" {...shared}>
                    {column.cell(row)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
