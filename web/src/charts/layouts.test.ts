import { describe, expect, it } from "vitest";
import world from "../../../src/kanmon/brief/map/world.json";
import { layBars, MOST_BARS } from "./bars.ts";
import { cells, figures, MissingColumn } from "./columns.ts";
import { layLines, position, thinned } from "./lines.ts";
import { layMap, type World } from "./map.ts";
import { layMatrix } from "./matrix.ts";
import { laySankey } from "./sankey.ts";
import { classScale, groupScale, linearAxis } from "./scales.ts";
import { layScatter } from "./scatter.ts";
import { layStack } from "./stack.ts";
import { fit, spread, textWidth, wrap } from "./text.ts";
import { layTornado } from "./tornado.ts";
import { layTree } from "./tree.ts";

const none = { low: null, high: null, groups: null };

describe("columns", () => {
  const table = { columns: [{ name: "a", label: "A", type: "number" as const, unit: null, digits: null }], rows: [[1], [null], [Number.NaN]] };
  it("keep what is not known apart from zero", () => expect(figures(table, "a")).toEqual([1, null, null]));
  it("say which column is missing", () => expect(() => cells(table, "b")).toThrow(MissingColumn));
});

describe("text", () => {
  it("counts Japanese signs as wide", () => expect(textWidth("半導体", 10)).toBe(30));
  it("cuts with an ellipsis", () => {
    expect(fit("Lithium oxide and hydroxide", 60, 12).endsWith("…")).toBe(true);
    expect(fit("short", 600, 12)).toBe("short");
  });
  it("breaks at spaces and keeps them where lines are joined", () => {
    expect(wrap("Rare-earth permanent magnets of every kind", 90, 13, 2)[0]).toBe("Rare-earth");
    expect(wrap("a b c d e f", 8, 13, 9).join(" ")).toBe("a b c d e f");
    expect(wrap("one two three", 40, 10, 2)).toEqual(["one two", "three"]);
  });
  it("pushes labels apart and keeps their order", () => {
    const placed = spread([10, 11, 12], 15, 0, 100);
    expect(placed[1]! - placed[0]!).toBeGreaterThanOrEqual(15);
    expect(placed[2]! - placed[1]!).toBeGreaterThanOrEqual(15);
    expect(Math.max(...spread([99, 100, 98], 15, 0, 100))).toBeLessThanOrEqual(100);
  });
});

describe("scales", () => {
  it("hold zero where lengths are drawn", () => expect(linearAxis([5, 9], 0, 100).least).toBe(0));
  it("survive no figure and one figure", () => {
    for (const values of [[], [null], [0], [7]]) {
      const axis = linearAxis(values, 0, 100);
      expect(Number.isFinite(axis.place(1))).toBe(true);
    }
  });
  it("give legend and marks the same class", () => {
    const values = [0, 1, 2, 3, 5, 8, 13, 21, null];
    const scale = classScale(values);
    for (const value of values) {
      const mine = scale.of(value);
      if (value === null) expect(mine).toBeNull();
      else expect(scale.classes).toContain(mine);
      if (mine && value !== null) expect(value >= mine.from && value <= mine.to).toBe(true);
    }
  });
  it("make whole classes for counts", () => {
    const { classes } = classScale([0, 1, 1, 2, 3, 4, 6, 9, 21]);
    for (const one of classes) expect(Number.isInteger(one.from) && Number.isInteger(one.to)).toBe(true);
    for (let i = 1; i < classes.length; i++) expect(classes[i]!.from).toBe(classes[i - 1]!.to + 1);
  });
  it("cope with one value", () => expect(classScale([4, 4]).classes).toHaveLength(1));
  it("lump groups after the seventh", () => expect(groupScale([..."abcdefghij"]).of("j")).toBe(8));
});

describe("bars", () => {
  it("grow from zero to both sides", () => {
    const { bars, axis } = layBars({ labels: ["a", "b", "c"], values: [3, -2, null], ...none, marked: [] }, 600);
    expect(bars[0]!.x).toBeCloseTo(axis.place(0));
    expect(bars[1]!.x + bars[1]!.width).toBeCloseTo(axis.place(0));
    expect(bars[2]!.value).toBeNull();
    expect(bars[2]!.width).toBe(0);
  });
  it("leave the rest to the table and say how much", () => {
    const many = Array.from({ length: 44 }, (_, i) => i);
    expect(layBars({ labels: many.map(String), values: many, ...none, marked: [] }, 600).left).toBe(44 - MOST_BARS);
  });
  it("share a scale when asked", () => {
    const input = { labels: ["a"], values: [1], ...none, marked: [] };
    expect(layBars({ ...input, extent: [0, 10] }, 600).bars[0]!.width).toBeLessThan(layBars(input, 600).bars[0]!.width / 5);
  });
});

describe("lines", () => {
  const input = { x: [2000, 2001, 2002, 2003], dated: false, y: [1, null, 3, 4], series: null, low: [0, 1, 2, 3], high: [2, 3, 4, 5], events: [{ x: 2001, label: "e" }, { x: 1900, label: "old" }], threshold: 2 };
  it("break where a figure is missing", () => {
    const layout = layLines(input, 600);
    expect(layout.series[0]!.path.match(/M/g)).toHaveLength(2);
    expect(layout.series[0]!.points).toHaveLength(3);
  });
  it("number events in sight only", () => expect(layLines(input, 600).events.map((one) => one.label)).toEqual(["e"]));
  it("read years, months and days", () => {
    expect(position("2024-03", true)).toBe(Date.UTC(2024, 2, 1));
    expect(position("2024", true)).toBe(Date.UTC(2024, 0, 1));
    expect(position("soon", true)).toBeNull();
    expect(position("", false)).toBeNull();
  });
  it("keep peaks when stops are thinned", () => {
    const points = Array.from({ length: 500 }, (_, i) => ({ row: i, x: i, y: 0, value: i === 137 ? 99 : 0 }));
    const few = thinned(points, 40);
    expect(few.length).toBeLessThan(60);
    expect(few.some((point) => point.value === 99)).toBe(true);
  });
  it("draw the first eight of many", () => {
    const rows = Array.from({ length: 20 }, (_, i) => i);
    expect(layLines({ ...input, x: rows, y: rows, low: null, high: null, series: rows.map(String) }, 600).left).toBe(12);
  });
});

describe("stack", () => {
  it("adds up to the whole", () => {
    const layout = layStack({ x: [1, 1, 2, 2], y: [3, 4, 5, null], series: ["a", "b", "a", "b"] }, 600);
    expect(layout.yAxis.most).toBeGreaterThanOrEqual(7);
    expect(layout.layers.flatMap((layer) => layer.marks)).toHaveLength(3);
  });
});

describe("sankey", () => {
  const flow = { stageSource: null, stageTarget: null, lit: [true, false] };
  it("lights the flow and the node it leaves", () => {
    const layout = laySankey({ source: ["a", "b"], target: ["b", "c"], value: [2, 1], ...flow }, 700);
    expect(layout.flows.filter((one) => one.lit)).toHaveLength(1);
    expect(layout.nodes.find((node) => node.lit)?.name).toBe("a");
  });
  it("tells a name in two stages apart, so that re-exports are no circle", () => {
    const layout = laySankey({ source: ["a", "b"], target: ["b", "a"], value: [2, 1], stageSource: ["1", "2"], stageTarget: ["2", "3"], lit: [] }, 700);
    expect(layout.flows).toHaveLength(2);
    expect(layout.nodes).toHaveLength(3);
  });
  it("leaves out what would close a circle, and counts it", () => {
    const layout = laySankey({ source: ["a", "b"], target: ["b", "a"], value: [2, 1], ...flow }, 700);
    expect([layout.flows.length, layout.left]).toEqual([1, 1]);
  });
  it("keeps inside its frame", () => {
    const many = Array.from({ length: 40 }, (_, i) => i);
    const layout = laySankey({ source: many.map((i) => `s${i % 7}`), target: many.map((i) => `t${i % 11}`), value: many.map((i) => 1 + i), stageSource: null, stageTarget: null, lit: [] }, 700);
    for (const node of layout.nodes) expect(node.x0 >= 0 && node.x1 <= 700 && node.y1 <= layout.height).toBe(true);
  });
  it("is lower in proportion beside a larger one", () => {
    const one = (value: number, whole: number) => laySankey({ source: ["a"], target: ["b"], value: [value], ...flow, whole }, 700).flows[0]!.width;
    expect(one(5, 10) / one(10, 10)).toBeCloseTo(0.5);
  });
  it("draws nothing from nothing", () => expect(laySankey({ source: ["a"], target: ["b"], value: [null], ...flow }, 700).flows).toEqual([]));
});

describe("map", () => {
  const layout = layMap(world as unknown as World, ["CHN", "SGP", "EU27", "JPN"], [3, 2, 9, null], 800);
  const place = (code: string) => layout.places.find((one) => one.code === code);
  it("has small economies as dots where there is a figure", () => {
    expect(place("SGP")).toMatchObject({ d: null, value: 2 });
    expect(place("BHR")).toBeUndefined();
  });
  it("keeps no data apart from a figure", () => {
    expect(place("JPN")).toMatchObject({ row: 3, shade: null });
    expect(place("FRA")).toMatchObject({ row: null, shade: null });
  });
  it("says what it cannot place", () => expect(layout.unplaced).toEqual([2]));
});

describe("tornado, scatter, matrix, tree", () => {
  it("puts the widest swing first", () => {
    expect(layTornado(["a", "b"], [1, 0], [2, 9], [1.5, 1.5], 600).swings.map((one) => one.row)).toEqual([1, 0]);
  });
  it("draws a line through a front only", () => {
    expect(layScatter([1, 2, 3], [9, 5, 4], [], 600).front).not.toBeNull();
    expect(layScatter([1, 2, 3], [9, 5, 8], [], 600).front).toBeNull();
  });
  it("gives each pair its cell", () => {
    const layout = layMatrix(["r", "r", "s"], ["x", "y", "x"], [1, null, 3], 600);
    expect([layout.rows.length, layout.columns.length]).toEqual([2, 2]);
    expect(layout.cells[1]!.shade).toBeNull();
  });
  it("gives tiles in proportion", () => {
    const { tiles } = layTree([3, 1, null, 0], null, 600);
    expect(tiles).toHaveLength(2);
    const size = (i: number) => tiles[i]!.width * tiles[i]!.height;
    expect(size(0) / size(1)).toBeGreaterThan(2.5);
  });
});
