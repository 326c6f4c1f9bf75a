import { describe, expect, it } from "vitest";
import type { Cell, Column } from "../api/types.ts";
import { columnWidths, isWordy } from "./widths.ts";

const column = (name: string, type: "text" | "number"): Column => ({ name, label: name, type, unit: null, digits: null });
const placed = (...columns: Column[]) => columns.map((one, at) => ({ column: one, at }));
const say = (cell: Cell) => String(cell ?? "");
const phrase = "other plants that discharge tritium met no such measure, in one country or another";

describe("columns", () => {
  it("give a phone less room for text, and figures the same", () => {
    const columns = placed(column("name", "text"), column("value", "number"));
    const table = { columns: columns.map((one) => one.column), rows: [[phrase, 12]] };
    expect(columnWidths(table, columns, say, false)[0]).toBe(250);
    expect(columnWidths(table, columns, say, true)[0]).toBe(146);
    expect(columnWidths(table, columns, say, true)[1]).toBe(columnWidths(table, columns, say, false)[1]);
  });

  it("are for reading where most hold text that is wider than a phone, else for comparing", () => {
    const texts = placed(column("name", "text"), column("what", "text"), column("year", "number"));
    const table = { columns: texts.map((one) => one.column), rows: [["a", phrase, 2024]] };
    expect(isWordy(table, texts, say)).toBe(true);
    expect(isWordy({ ...table, rows: [["a", "b", 2024]] }, texts, say)).toBe(false);
    const figures = placed(column("name", "text"), column("a", "number"), column("b", "number"), column("c", "number"));
    expect(isWordy({ columns: figures.map((one) => one.column), rows: [[phrase, 1, 2, 3]] }, figures, say)).toBe(false);
  });
});
