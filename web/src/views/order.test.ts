import { describe, expect, it } from "vitest";
import type { Block, Table, View } from "../api/types.ts";
import { readView } from "../api/guard.ts";
import { namedRuns } from "../api/runs.ts";
import { readProblem } from "../api/problem.ts";
import { wideBlocks } from "./arrange.ts";
import { tableAsCsv } from "./files.ts";
import { extentOf, overlaid } from "./merge.ts";
import { found, ordered, readSorting, writeSorting } from "./order.ts";
import { rowWindow } from "./window.ts";

const column = (name: string, type: "text" | "number") => ({ name, label: name, type, unit: null, digits: null });
const table: Table = { columns: [column("name", "text"), column("value", "number")], rows: [["Éclair", 2], ["b10", null], ["b9", 10], ["=1+1", -1]] };
const all = [0, 1, 2, 3];
const block = (id: string, kind?: string): Block => ({ id, type: "", title: id, sentence: null, unit: null, as_of: null, sources: [], table, chart: kind ? ({ kind, label: "name", value: "value", x: "value", y: "value" } as never) : null, empty: null });

describe("rows", () => {
  it("put what is not known last, both ways", () => {
    expect(ordered(table, all, { block: "x", column: "value", down: true }, "en")).toEqual([2, 0, 3, 1]);
    expect(ordered(table, all, { block: "x", column: "value", down: false }, "en")).toEqual([3, 0, 2, 1]);
  });
  it("sort names as people do", () => expect(ordered(table, all, { block: "x", column: "name", down: false }, "en")).toEqual([3, 2, 1, 0]));
  it("stay as they are for an unknown column", () => expect(ordered(table, all, { block: "x", column: "nope", down: true }, "en")).toEqual(all));
  it("are found without accents or case", () => expect(found(table, "ECLAIR", (cell) => String(cell))).toEqual([0]));
  it("remember the order in the address", () => {
    expect(readSorting(writeSorting({ block: "goods", column: "import_hhi", down: true }))).toEqual({ block: "goods", column: "import_hhi", down: true });
    expect(readSorting("<script>")).toBeNull();
  });
  it("in sight are a few more than fit, whatever the place", () => {
    for (const top of [0, 17, 36_000, 180_000, 1e9]) {
      const { first, last } = rowWindow(top, 600, 36, 5000);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(last).toBeLessThanOrEqual(5000);
      expect(last - first).toBeLessThan(60);
    }
  });
});

describe("files", () => {
  it("hold every digit and run no formula", () => {
    const text = tableAsCsv({ ...table, rows: [["=1+1", 0.1 + 0.2], ['a "b", c', null]] });
    expect(text).toContain("'=1+1,0.30000000000000004");
    expect(text).toContain('"a ""b"", c",\r\n');
  });
});

describe("blocks", () => {
  it("never leave a half alone", () => {
    expect([...wideBlocks([block("a"), block("b", "bars"), block("c", "bars"), block("d", "bars")])].sort()).toEqual(["a", "d"]);
    expect(wideBlocks([block("a"), block("b", "bars"), block("c", "map")]).has("b")).toBe(true);
  });
  it("of runs are laid over each other without touching a figure", () => {
    const made = overlaid([{ letter: "A", block: block("x", "lines") }, { letter: "B", block: block("x", "lines") }], "Run");
    expect(made?.table.rows).toHaveLength(8);
    expect(made?.table.rows[6]).toEqual(["B", "b9", 10]);
    expect(overlaid([{ letter: "A", block: block("x", "bars") }], "Run")).toBeNull();
    expect(extentOf([{ block: block("x", "bars") }])).toEqual([-1, 10]);
  });
});

describe("what the server sends", () => {
  it("is refused when it is not a view", () => {
    for (const bad of [null, [], "x", {}, { title: "t" }, { title: "t", blocks: [{}] }, { title: "t", blocks: [{ id: "a", title: "t", table: { columns: [], rows: [[1]] } }] }]) {
      expect(() => readView(bad)).toThrow();
    }
    expect(readView({ title: "t", blocks: [] } as unknown as View).links).toEqual([]);
  });
  it("may be a problem of any shape", () => {
    expect(readProblem(null, 502, "views").key).toBe("server");
    expect(readProblem({ title: "No such good", found: "x", remedy: 7 }, 422, "views").problem).toMatchObject({ title: "No such good", found: "x", remedy: null });
  });
  it("names runs only in a run's form", () => expect(namedRuns("a,b,../c,<x>,a,d,e,f")).toEqual(["a", "b", "d", "e"]));
});
