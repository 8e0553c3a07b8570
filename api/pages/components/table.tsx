import type { ComponentChildren, VNode } from 'preact';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** Numbers stand to the right, in figures of one width. */
  readonly number?: boolean;
}

export interface TableProps<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly empty: string;
  /** The caption is there for those who listen; a heading above says it to those who see. */
  readonly hideCaption?: boolean;
  readonly foot?: readonly ComponentChildren[];
}

/** A table that becomes a list of cards on narrow screens: each cell knows its column's title. */
export function Table<Row>({ caption, columns, rows, keyOf, empty, hideCaption, foot }: TableProps<Row>): VNode {
  if (rows.length === 0) return <p class="empty">{empty}</p>;
  return (
    <table>
      <caption class={hideCaption === true ? 'hidden' : undefined}>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ title, number }) => (
            <th key={title} scope="col" class={number === true ? 'number' : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map(({ title, cell, number }) => (
              <td key={title} data-title={title} class={number === true ? 'number' : undefined}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {foot !== undefined && (
        <tfoot>
          <tr>
            {foot.map((cell, index) => (
              <td
                key={index}
                data-title={columns[index]?.title}
                class={columns[index]?.number === true ? 'number' : undefined}
              >
                {cell}
              </td>
            ))}
          </tr>
        </tfoot>
      )}
    </table>
  );
}

/** Pairs of name and value. */
export function Facts({ of }: { readonly of: readonly (readonly [name: string, value: ComponentChildren])[] }): VNode {
  return (
    <dl class="facts">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
