// A grid of two kinds of names, each cell shaded by class and written out.
import { classScale, type ClassScale } from "./scales.ts";
import { textWidth, wrap } from "./text.ts";

export interface MatrixCell {
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly shade: number | null;
}

export interface MatrixLayout {
  readonly height: number;
  readonly wide: number;
  readonly high: number;
  readonly size: number;
  readonly rows: readonly { readonly lines: readonly string[]; readonly y: number }[];
  readonly columns: readonly { readonly lines: readonly string[]; readonly x: number }[];
  readonly cells: readonly MatrixCell[];
  readonly scale: ClassScale;
  readonly head: number;
  readonly gutter: number;
  /** The width it needs; wider than asked when there are many columns, and then it scrolls. */
  readonly width: number;
}

export function layMatrix(
  rows: readonly string[],
  columns: readonly string[],
  values: readonly (number | null)[],
  asked: number,
): MatrixLayout {
  const rowNames = [...new Set(rows)];
  const columnNames = [...new Set(columns)];
  const longest = Math.max(0, ...rowNames.map((name) => textWidth(name, 13)));
  const gutter = Math.ceil(Math.min(longest + 14, asked * 0.34));
  const wide = Math.max(58, Math.min(190, (asked - gutter) / Math.max(1, columnNames.length)));
  const high = 34;
  const heads = columnNames.map((name) => wrap(name, wide - 6, 12, 3));
  const head = Math.max(...heads.map((lines) => lines.length), 1) * 15 + 10;
  const scale = classScale(values);
  return {
    height: head + rowNames.length * high + 6,
    width: Math.max(asked, gutter + wide * columnNames.length),
    wide,
    high,
    size: 12,
    head,
    gutter,
    rows: rowNames.map((name, i) => ({ lines: wrap(name, gutter - 12, 13, 2), y: head + i * high })),
    columns: heads.map((lines, i) => ({ lines, x: gutter + i * wide })),
    cells: values.map((value, row) => ({
      row,
      x: gutter + columnNames.indexOf(columns[row] ?? "") * wide,
      y: head + rowNames.indexOf(rows[row] ?? "") * high,
      shade: scale.of(value)?.shade ?? null,
    })),
    scale,
  };
}
