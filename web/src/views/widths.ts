// How wide the columns of a table stand, by what is in them.
import type { Cell, Column, Table } from "../api/types.ts";
import { textWidth } from "../charts/text.ts";

export interface Placed {
  readonly column: Column;
  readonly at: number;
}
export type Said = (cell: Cell, column: Column) => string;

// A paragraph: what would not stand on one line of any screen.
const PARAGRAPH = 1_200;
const SAMPLE = 200;

function widest(table: Table, { column, at }: Placed, say: Said): number {
  let most = 0;
  const every = Math.max(1, Math.floor(table.rows.length / SAMPLE));
  for (let row = 0; row < table.rows.length; row += every) {
    most = Math.max(most, textWidth(say(table.rows[row]?.[at] ?? null, column), 14) + 26);
  }
  return most;
}

/** The width of each column in pixels; on a phone, text gets less so that its figures stay in sight. */
export function columnWidths(table: Table, columns: readonly Placed[], say: Said, narrow: boolean): number[] {
  return columns.map((one) => {
    const figure = one.column.type === "number";
    const head = textWidth(one.column.label, 13) * (figure ? 0.62 : 0.9) + 34;
    const own = Math.max(head, widest(table, one, say));
    // A paragraph in a cell gets room by its length, or one row would fill the screen.
    if (own > PARAGRAPH) return Math.round(Math.min(440, own / 6));
    const least = figure ? 64 : 82;
    const most = figure ? 150 : narrow ? 146 : 250;
    return Math.round(Math.min(most, Math.max(least, own)));
  });
}

/** Whether rows are for reading, not for comparing down a column: mostly text, and more of it than a phone is wide. */
export function isWordy(table: Table, columns: readonly Placed[], say: Said): boolean {
  const wide = columns.filter(({ column }) => column.type !== "number").map((one) => widest(table, one, say));
  if (wide.length * 2 <= columns.length) return false;
  return wide.some((width) => width > 420) || wide.filter((width) => width > 200).length >= 2;
}
