import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, it } from "vitest";

// From the bottom up: a folder may ask itself and what stands before it.
const LAYERS = ["url", "api", "theme", "words", "charts", "views"];
const root = new URL(".", import.meta.url).pathname;

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : /\.tsx?$/.test(name) && !name.includes(".test.") ? [path] : [];
  });
}

it("imports point down", () => {
  for (const path of files(root)) {
    const own = relative(root, path).split("/")[0] ?? "";
    if (!LAYERS.includes(own)) continue;
    for (const [, to] of readFileSync(path, "utf8").matchAll(/from "\.\.\/(\w+)\//g)) {
      expect(LAYERS.indexOf(to ?? ""), `${relative(root, path)} asks ${to}`).toBeLessThanOrEqual(LAYERS.indexOf(own));
    }
  }
});

it("no import goes in a circle", () => {
  const asks = new Map(
    files(root).map((path) => [
      path,
      [...readFileSync(path, "utf8").matchAll(/^import (?!type)[^;]*?from "(\.[^"]+)";/gm)].map(([, to]) => join(path, "..", to ?? "")),
    ]),
  );
  const done = new Set<string>();
  const walk = (path: string, above: readonly string[]): void => {
    expect(above, [...above, path].map((one) => relative(root, one)).join(" > ")).not.toContain(path);
    if (done.has(path)) return;
    for (const next of asks.get(path) ?? []) walk(next, [...above, path]);
    done.add(path);
  };
  for (const path of asks.keys()) walk(path, []);
});
