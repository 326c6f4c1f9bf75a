// Reads a chart's columns out of the block's table: one set of figures for picture, table and CSV.
import type { Cell, Column, Table } from "../api/types.ts";

export class MissingColumn extends Error {}

function find(table: Table, name: string): number {
  const at = table.columns.findIndex((column) => column.name === name);
  if (at < 0) throw new MissingColumn(name);
  return at;
}

export function columnOf(table: Table, name: string): Column {
  const column = table.columns[find(table, name)];
  if (!column) throw new MissingColumn(name);
  return column;
}

export function cells(table: Table, name: string): Cell[] {
  const at = find(table, name);
  return table.rows.map((row) => row[at] ?? null);
}

/** Figures; whatever is not a finite number is not known. */
export function figures(table: Table, name: string): (number | null)[] {
  return cells(table, name).map((cell) => (typeof cell === "number" && Number.isFinite(cell) ? cell : null));
}

export function optionalFigures(table: Table, name: string | null | undefined): (number | null)[] | null {
  return name === null || name === undefined ? null : figures(table, name);
}

export function texts(table: Table, name: string): string[] {
  return cells(table, name).map((cell) => (cell === null ? "" : String(cell)));
}

export function optionalTexts(table: Table, name: string | null | undefined): string[] | null {
  return name === null || name === undefined ? null : texts(table, name);
}

export function flags(table: Table, name: string | null | undefined): boolean[] {
  return name === null || name === undefined
    ? table.rows.map(() => false)
    : cells(table, name).map((cell) => cell === true || cell === 1 || cell === "true");
}
