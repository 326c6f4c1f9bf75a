// The table twin of every picture. Long tables keep only the rows in sight on the page.
import { useMemo, useRef, useState } from "preact/hooks";
import { Component } from "preact";
import type { Act, Cell, Column, Table } from "../api/types.ts";
import { useNarrow } from "../charts/width.ts";
import { useWords } from "../words/words.tsx";
import { hrefTo, useHere } from "./context.ts";
import { writeSorting, type Sorting } from "./order.ts";
import { Passage } from "./Passage.tsx";
import { columnWidths, isWordy } from "./widths.ts";
import { rowWindow } from "./window.ts";

const LONG = 120;
const ROW = 36;

type Part = "table" | "rowgroup" | "row" | "columnheader" | "rowheader" | "cell";

/** A table laid out as cards has to say that it still is one. */
const rolesOf = (cards: boolean, role: Part): { readonly role?: Part } => (cards ? { role } : {});

export interface GridProps {
  readonly block: string;
  readonly label: string;
  readonly table: Table;
  readonly rows: readonly number[];
  readonly sorting: Sorting | null;
  readonly sort: (text: string | null) => void;
  readonly acts?: readonly Act[];
  readonly act?: ((name: string, key: Cell) => void) | null;
  readonly why?: ((row: number) => void) | null;
}

export function Grid(props: GridProps) {
  const { block, label, table, rows, sorting, sort } = props;
  const words = useWords();
  const { index } = useHere();
  const nameOfGood = (id: string) => index.goods.find((good) => good.id === id)?.name ?? id;
  const scroller = useRef<HTMLDivElement>(null);
  const long = rows.length > LONG;
  const [seen, setSeen] = useState({ first: 0, last: 40 });
  const columns = useMemo(
    () => table.columns.map((column, at) => ({ column, at })).filter(({ column }) => column.hidden !== true),
    [table],
  );
  const narrow = useNarrow();
  const text = (cell: Cell, column: Column) =>
    column.name === "good" && typeof cell === "string" ? nameOfGood(cell) : words.numbers.cell(cell, column);
  const widths = useMemo(() => columnWidths(table, columns, text, narrow), [columns, table, words, index, narrow]);
  // On a phone, a row with paragraphs in it is read as a card, not along a line.
  const cards = useMemo(() => narrow && !long && isWordy(table, columns, text), [columns, table, words, index, narrow, long]);
  const role = (name: Part) => rolesOf(cards, name);
  const first = long ? Math.min(seen.first, rows.length) : 0;
  const last = long ? Math.min(seen.last, rows.length) : rows.length;
  const buttons = (props.why ? 1 : 0) + (props.acts?.length ?? 0) > 0;
  const span = columns.length + (buttons ? 1 : 0);
  const room = narrow ? 78 : 120;

  const onScroll = () => {
    const element = scroller.current;
    if (!element || !long) return;
    const next = rowWindow(element.scrollTop, element.clientHeight, ROW, rows.length);
    if (next.first !== seen.first || next.last !== seen.last) setSeen(next);
  };

  return (
    <div class={long ? "grid-scroll long" : "grid-scroll"} ref={scroller} onScroll={onScroll} tabindex={0} role="group" aria-label={label}>
      <table
        class={long ? "grid long" : cards ? "grid cards" : "grid"}
        {...role("table")}
        aria-rowcount={rows.length + 1}
        aria-label={label}
        style={cards ? {} : { minWidth: `${widths.reduce((sum, width) => sum + width, buttons ? room : 0)}px` }}
      >
        {!cards && (
          <colgroup>
            {widths.map((width, i) => (
              <col key={i} style={{ width: `${width}px` }} />
            ))}
            {buttons && <col style={{ width: `${room}px` }} />}
          </colgroup>
        )}
        <thead {...role("rowgroup")}>
          <tr {...role("row")} aria-rowindex={1}>
            {columns.map(({ column }) => (
              <Head key={column.name} block={block} column={column} sorting={sorting} sort={sort} role={role("columnheader")} />
            ))}
            {buttons && (
              <th scope="col" class="buttons" {...role("columnheader")}>
                <span class="quiet">{words.say("actions")}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody {...role("rowgroup")}>
          {first > 0 && (
            <tr class="spacer" aria-hidden="true">
              <td colSpan={span} style={{ height: `${first * ROW}px` }} />
            </tr>
          )}
          {rows.slice(first, last).map((row, i) => (
            <Row key={row} row={row} index={first + i + 2} table={table} columns={columns} grid={props} cards={cards} />
          ))}
          {last < rows.length && (
            <tr class="spacer" aria-hidden="true">
              <td colSpan={span} style={{ height: `${(rows.length - last) * ROW}px` }} />
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps {
  readonly block: string;
  readonly column: Column;
  readonly sorting: Sorting | null;
  readonly sort: GridProps["sort"];
  readonly role: { readonly role?: Part };
}

function Head({ block, column, sorting, sort, role }: HeadProps) {
  const words = useWords();
  const mine = sorting !== null && sorting.block === block && sorting.column === column.name;
  const unit = column.type === "number" && column.unit ? words.unit(column.unit) : "";
  // The first press shows what matters most: large figures first, names from their start.
  const down = mine ? !sorting.down : column.type === "number";
  return (
    <th scope="col" class={column.type === "number" ? "figure" : ""} {...role} aria-sort={mine ? (sorting.down ? "descending" : "ascending") : "none"}>
      <button type="button" onClick={() => sort(writeSorting({ block, column: column.name, down }))}>
        {column.label}
        {unit && <small>{unit}</small>}
        <i aria-hidden="true">{mine ? (sorting.down ? "\u25bc" : "\u25b2") : ""}</i>
      </button>
    </th>
  );
}

interface RowProps {
  readonly row: number;
  readonly index: number;
  readonly table: Table;
  readonly columns: readonly { readonly column: Column; readonly at: number }[];
  readonly grid: GridProps;
  readonly cards: boolean;
}

// A row in sight stays as it is while others come and go; that is what keeps scrolling smooth.
class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    return !sameRow(this.props, next);
  }
  override render() {
    return <Cells {...this.props} />;
  }
}

function Cells({ row, index, table, columns, grid, cards }: RowProps) {
  const words = useWords();
  const cells = table.rows[row] ?? [];
  // A row is named by its first text; a rank before it is a figure like any other.
  const head = Math.max(0, columns.findIndex(({ column }) => column.type === "text"));
  const buttons = (grid.why ? 1 : 0) + (grid.acts?.length ?? 0) > 0;
  const role = (name: Part) => rolesOf(cards, name);
  const named = (column: Column) => (cards ? { "data-label": column.label } : {});
  return (
    <tr aria-rowindex={index} {...role("row")}>
      {columns.map(({ column, at }, i) => {
        const heads = i === head;
        const cell = cells[at] ?? null;
        const content = <Content cell={cell} column={column} leads={leadsTo(table, column, cells)} folds={grid.rows.length <= LONG} />;
        const kind = `${column.type === "number" ? "figure" : ""}${cell === null ? " missing" : ""}`;
        return heads ? (
          <th key={column.name} scope="row" class={kind} {...role("rowheader")}>
            {content}
          </th>
        ) : (
          <td key={column.name} class={kind} {...role("cell")} {...named(column)}>
            {content}
          </td>
        );
      })}
      {buttons && (
        <td class="buttons" {...role("cell")}>
          {grid.why && (
            <button type="button" class="small" onClick={() => grid.why?.(row)} aria-label={words.say("why_of", { name: String(nameOf(table, columns, row)) })}>
              {words.say("why")}
            </button>
          )}
          {grid.acts?.map((act) => {
            const key = cells[table.columns.findIndex((column) => column.name === act.key)] ?? null;
            return key === null ? null : (
              <button
                key={act.name}
                type="button"
                class="small"
                aria-label={`${act.label}: ${nameOf(table, columns, row)}`}
                onClick={() => grid.act?.(act.name, key)}
              >
                {act.label}
              </button>
            );
          })}
        </td>
      )}
    </tr>
  );
}

function sameRow(a: RowProps, b: RowProps): boolean {
  return a.row === b.row && a.index === b.index && a.table === b.table && a.columns === b.columns && a.cards === b.cards;
}

function nameOf(table: Table, columns: RowProps["columns"], row: number): Cell {
  const text = columns.find(({ column }) => column.type === "text");
  return table.rows[row]?.[text?.at ?? 0] ?? "";
}

function leadsTo(table: Table, column: Column, cells: readonly Cell[]): Cell {
  const key = column.opens?.key;
  return key === undefined ? null : (cells[table.columns.findIndex((one) => one.name === key)] ?? null);
}

function Content({ cell, column, leads, folds }: { cell: Cell; column: Column; leads: Cell; folds: boolean }) {
  const words = useWords();
  const { address, index } = useHere();
  if (column.opens && typeof leads === "string" && leads !== "") {
    return <a href={hrefTo(address.state, column.opens.view, { [column.opens.choice]: leads, write: null })}>{words.numbers.cell(cell, column)}</a>;
  }
  if (column.name === "good" && typeof cell === "string") {
    const good = index.goods.find((one) => one.id === cell || one.name === cell);
    if (good) return <a href={hrefTo(address.state, "good", { good: good.id })}>{good.name}</a>;
  }
  const text = words.numbers.cell(cell, column);
  if (typeof cell === "number") return <span title={String(cell)}>{text}</span>;
  return folds ? <Passage text={text} /> : <>{text}</>;
}
