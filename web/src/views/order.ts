// Sorting and finding rows. What is not known stands last whichever way the rest is turned.
import type { Cell, Table } from "../api/types.ts";

export interface Sorting {
  readonly block: string;
  readonly column: string;
  readonly down: boolean;
}

export function readSorting(text: string | undefined): Sorting | null {
  const found = /^(-?)([a-z][a-z0-9_-]*)\.([A-Za-z0-9_-]+)$/.exec(text ?? "");
  if (!found) return null;
  return { down: found[1] === "-", block: found[2] ?? "", column: found[3] ?? "" };
}

export function writeSorting(sorting: Sorting): string {
  return `${sorting.down ? "-" : ""}${sorting.block}.${sorting.column}`;
}

function compare(a: Cell, b: Cell, words: Intl.Collator): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  return words.compare(String(a), String(b));
}

/** Row numbers in the order asked; equal rows keep the server's order. */
export function ordered(table: Table, rows: readonly number[], sorting: Sorting | null, lang: string): readonly number[] {
  const at = sorting ? table.columns.findIndex((column) => column.name === sorting.column) : -1;
  if (!sorting || at < 0) return rows;
  const collator = new Intl.Collator(lang, { numeric: true });
  const sign = sorting.down ? -1 : 1;
  const cell = (row: number) => table.rows[row]?.[at] ?? null;
  return [...rows].sort((a, b) => {
    const [x, y] = [cell(a), cell(b)];
    if (x === null || y === null) return x === y ? a - b : x === null ? 1 : -1;
    return sign * compare(x, y, collator) || a - b;
  });
}

function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Rows with every word somewhere in their text, accents and case aside. */
export function found(table: Table, text: string, names: (cell: Cell, column: string) => string): readonly number[] {
  const wanted = plain(text).split(/\s+/).filter((word) => word !== "");
  const rows = table.rows.map((_, row) => row);
  if (wanted.length === 0) return rows;
  const textual = table.columns.flatMap((column, at) => (column.type === "number" ? [] : [{ column, at }]));
  return rows.filter((row) => {
    const whole = plain(textual.map(({ column, at }) => names(table.rows[row]?.[at] ?? null, column.name)).join(" "));
    return wanted.every((word) => whole.includes(word));
  });
}
