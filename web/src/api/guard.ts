// Holds what the server sent to the shape the page draws, so that a mismatch is a message and not a blank page.
import type { Block, Index, Run, View } from "./types.ts";
import { Trouble } from "./problem.ts";

type Json = Record<string, unknown>;

function odd(what: string): Trouble {
  return new Trouble({ title: "", status: 0, found: what, where: null, remedy: null }, "odd");
}

function object(value: unknown, what: string): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw odd(what);
  return value as Json;
}

function list(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw odd(what);
  return value;
}

function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw odd(what);
  return value;
}

function readBlock(value: unknown): Block {
  const block = object(value, "block");
  const id = text(block["id"], "block.id");
  text(block["title"], `${id}.title`);
  const table = object(block["table"], `${id}.table`);
  const columns = list(table["columns"], `${id}.table.columns`);
  for (const column of columns) text(object(column, `${id}.column`)["name"], `${id}.column.name`);
  for (const row of list(table["rows"], `${id}.table.rows`)) {
    if (list(row, `${id}.row`).length !== columns.length) throw odd(`${id}.table.rows`);
  }
  return { ...(block as unknown as Block), sources: (block["sources"] as Block["sources"] | undefined) ?? [] };
}

export function readView(value: unknown): View {
  const view = object(value, "view");
  text(view["title"], "view.title");
  const blocks = list(view["blocks"], "view.blocks").map(readBlock);
  return {
    ...(view as unknown as View),
    blocks,
    controls: (view["controls"] as View["controls"] | undefined) ?? [],
    caveats: (view["caveats"] as View["caveats"] | undefined) ?? [],
    links: (view["links"] as View["links"] | undefined) ?? [],
  };
}

export function readIndex(value: unknown): Index {
  const index = object(value, "views");
  for (const name of ["views", "parties", "goods", "languages"]) list(index[name], `views.${name}`);
  return index as unknown as Index;
}

export function readRun(value: unknown): Run {
  const run = object(value, "run");
  text(run["id"], "run.id");
  text(run["state"], "run.state");
  const result = run["result"] == null ? null : readView(run["result"]);
  return { ...(run as unknown as Run), result };
}
