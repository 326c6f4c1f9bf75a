// One figure everywhere: what the browser drew, the API, the CSV the page offers, and the command line, to the last digit.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { open, ready } from "./browser.mjs";
import { COMMAND, PYTHON } from "./server.mjs";

const GOOD = "rare_earth_metals";
/** A view in a state, and where the command line says the same: arguments, the rows in its JSON, the block they stand in. */
const SAME = [
  { view: "overview", args: ["brief", "JPN"], rows: (told) => told.chokepoints.rows, block: "ranking" },
  { view: "good", state: { good: GOOD }, args: ["show", GOOD, "--party", "JPN"], rows: (told) => told.suppliers.rows, block: "suppliers" },
  { view: "good", state: { good: "gallium_metal" }, args: ["show", "gallium_metal"], rows: (told) => told.production[0].rows, block: "makers_1" },
  { view: "explorer", args: ["dependency", "JPN"], rows: (told) => told[0].rows, block: "screen" },
  { view: "map", state: { good: GOOD }, args: ["show", GOOD], rows: (told) => told.suppliers.rows, block: "map" },
  { view: "alerts", state: { as_of: "2025-03-01" }, args: ["alerts", "JPN", "--as-of", "2025-03-01"], rows: (told) => told.alerts, block: "alerts", columns: ["rank"] },
  { view: "measures", args: ["measures", "list"], rows: (told) => told, block: "acts", columns: ["in_force"] },
  { view: "coercion", state: { case: "seafood_japan_2023" }, args: ["coercion", "assess", "seafood_japan_2023"], rows: (told) => told.findings.find((one) => one.kind === "coercion_grades").rows, block: "grades", store: false },
  { view: "transition", state: { party: "JPN" }, args: ["transition", "JPN", "--draws", "200"], rows: (told) => told.findings.find((one) => one.kind === "material_supply").rows, block: "material_supply" },
  { view: "controls", state: { item: "H20", date: "2026-06-01" }, args: ["licence", "table", "--item", "H20", "--date", "2026-06-01"], rows: (told) => told.rows, block: "destinations", store: false },
  { view: "data", args: ["data", "list"], rows: (told) => told, block: "store", columns: ["rows", "bytes", "first_year", "last_year"] },
  { view: "scenario", run: true, state: { scenario: "cobalt_congo_2025", draws: "16" }, args: ["impact", "cobalt_congo_2025", "-p", "JPN", "--draws", "16"], rows: (told) => told.findings.find((one) => one.kind === "impact_losses").rows, block: "losses" },
  { view: "plan", run: true, state: { party: "EPCC", good: "palladium", max_share: "0.5", draws: "10" }, args: ["plan", "EPCC", "--good", "palladium", "--max-share", "0.5", "--draws", "10"], rows: (told) => told.findings.find((one) => one.kind === "sourcing_plan").rows, block: "plan" },
];

const ask = (args, store) => JSON.parse(execFileSync(PYTHON, ["-c", COMMAND, ...args, ...(store === null ? [] : ["--store", store]), "--json"], { encoding: "utf8", maxBuffer: 1e9 }));

/** A CSV as rows by column name; quotes are the only thing it can hold that a comma cannot split. */
export function readCsv(text) {
  const rows = [[""]];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    const row = rows.at(-1);
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') row[row.length - 1] += text[++i];
      else if (c === '"') quoted = false;
      else row[row.length - 1] += c;
    } else if (c === '"') quoted = true;
    else if (c === ",") row.push("");
    else if (c === "\n") rows.push([""]);
    else if (c !== "\r") row[row.length - 1] += c;
  }
  const [heads, ...lines] = rows.filter((row) => row.length > 1 || row[0] !== "");
  const names = heads.map((head) => head.replace(/^\ufeff/, "").replace(/ \[.*\]$/, ""));
  return lines.map((line) => Object.fromEntries(names.map((name, i) => [name, line[i]])));
}

/** Whether a cell of the CSV is the value, digit for digit. */
const told = (cell, value) =>
  value === null || value === undefined ? cell === "" : typeof value === "boolean" ? cell === String(value) : typeof value === "number" ? cell !== "" && Object.is(Number(cell), value) : cell.replace(/^'/, "") === String(value);

/** The cells on the page as the browser holds them: the whole figure is in each cell's title. */
const drawn = (page, block) =>
  page.evaluate((id) => {
    const table = document.querySelector(`#block-${id} table`);
    if (!table) return null;
    return [...table.querySelectorAll("tbody tr[aria-rowindex]")].map((row) => ({
      at: Number(row.getAttribute("aria-rowindex")) - 2,
      cells: [...row.querySelectorAll("th, td:not(.buttons)")].map((cell) => ({ raw: cell.querySelector("[title]")?.getAttribute("title") ?? null, missing: cell.classList.contains("missing"), text: cell.textContent })),
    }));
  }, block);

export async function figures(browser, address, store) {
  if (store === null) return { checked: 0, wrong: ["the command line needs the server's own store: let the suite start the server"] };
  const wrong = [];
  let checked = 0;
  const must = (good, text) => {
    checked += 1;
    if (!good) wrong.push(text);
  };
  for (const one of SAME) {
    const name = `${one.view} ${Object.values(one.state ?? {}).join(" ")}`;
    const { page, complaints, close } = await open(browser, address);
    const state = new URLSearchParams({ lang: "en", ...one.state });
    let answer = page.waitForResponse((response) => response.url().includes(`/views/${one.view}?`) && response.ok());
    await page.goto(`${address}#/v1/${one.view}?${state}&tab.${one.block}=table`);
    await ready(page, one.view);
    let plain = JSON.parse(await (await answer).text());
    if (one.run) {
      await page.locator(".bench button.main").click();
      await page.waitForSelector(`.result #block-${one.block}`, { timeout: 120_000 });
      const id = /[?&]run=([\w-]+)/.exec(page.url())[1];
      plain = (await (await fetch(`${address}api/workspace/runs/${id}`)).json()).result;
    }
    const block = plain.blocks.find((each) => each.id === one.block);
    const columns = block.table.columns.filter((column) => !column.hidden);
    const cells = await drawn(page, one.block);
    must(cells !== null && cells.length > 0, `${name}: no table on the page`);
    let figures = 0;
    for (const row of cells ?? []) {
      row.cells.forEach((cell, i) => {
        const value = block.table.rows[row.at]?.[block.table.columns.indexOf(columns[i])];
        if (typeof value === "number") {
          figures += 1;
          must(cell.raw === String(value), `${name}: row ${row.at}, ${columns[i].name}: the page holds ${cell.raw}, the API ${value}`);
        } else if (value === null) must(cell.missing && !/\d/.test(cell.text), `${name}: row ${row.at}, ${columns[i].name}: what is missing looks like ${cell.text}`);
      });
    }
    const link = page.locator(`#block-${one.block} .files a`);
    if ((await link.count()) !== 1) {
      must(false, `${name}: not one CSV to take along`);
      await close();
      continue;
    }
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    const csv = readCsv(readFileSync(await download.path(), "utf8"));
    must(csv.length === block.table.rows.length, `${name}: the CSV has ${csv.length} rows, the API ${block.table.rows.length}`);
    block.table.rows.forEach((row, r) =>
      row.forEach((value, c) => must(told(csv[r]?.[block.table.columns[c].name] ?? "", value), `${name}: row ${r}, ${block.table.columns[c].name}: the CSV has ${csv[r]?.[block.table.columns[c].name]}, the API ${value}`)),
    );
    const said = one.rows(ask(one.args, one.store === false ? null : store));
    must(said.length === csv.length && said.length > 0, `${name}: the command line has ${said.length} rows, the CSV ${csv.length}`);
    said.forEach((row, r) => {
      for (const column of one.columns ?? Object.keys(row)) {
        const value = Array.isArray(row[column]) ? row[column].join(", ") : row[column] === "" ? null : row[column];
        must(told(csv[r]?.[column] ?? "no such column", value), `${name}: row ${r}, ${column}: the CSV has ${csv[r]?.[column]}, the command line ${value}`);
      }
    });
    if (one.view !== "measures" && one.view !== "controls") must(figures > 0, `${name}: no figure was compared`);
    wrong.push(...complaints.map((text) => `${name}: ${text}`));
    await close();
  }
  return { checked, wrong };
}
