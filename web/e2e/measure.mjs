// Figures, not feelings: script size, overview ready, next view, explorer frames. Prints JSON lines and what the bars are.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { launch, open, place, ready } from "./browser.mjs";

const assets = fileURLToPath(new URL("../../src/kanmon/workspace/static/assets/", import.meta.url));
const sizes = Object.fromEntries(readdirSync(assets).map((name) => [name.replace(/-[\w-]{8}\./, "."), gzipSync(readFileSync(assets + name), { level: 9 }).length]));
const script = Object.entries(sizes).filter(([name]) => name.endsWith(".js")).reduce((sum, [, size]) => sum + size, 0);
const kb = (bytes) => Number((bytes / 1024).toFixed(1));
const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const round = (values) => ({ middle: Math.round(middle(values)), worst: Math.round(Math.max(...values)) });

const { address, stop } = await place();
const browser = await launch();

const firsts = [];
for (let i = 0; i < 7; i++) {
  const { page, close } = await open(browser, address);
  await page.goto(`${address}#/v1/overview?lang=en`, { waitUntil: "commit" });
  await ready(page, "overview");
  // From the start of navigation to the first picture of the whole view.
  firsts.push(await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())))));
  await close();
}

const { page, close } = await open(browser, address);
const seen = ["overview", "good", "map", "alerts", "plan", "explorer"];
const go = (view) =>
  page.evaluate(
    (next) =>
      new Promise((resolve) => {
        const begun = performance.now();
        location.hash = `#/v1/${next}?lang=en`;
        const look = () => {
          const there = document.querySelector(`[data-ready="${next}"]`) && !document.querySelector(".map-wait");
          // One more frame, so that what was put on the page has been drawn.
          if (there) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    view,
  );
await page.goto(`${address}#/v1/data?lang=en`);
await ready(page, "data");
const cold = [];
for (const view of seen) cold.push(await go(view));
const nexts = [];
for (let round = 0; round < 4; round++) for (const view of seen) nexts.push(await go(view));

await close();
stop();

// Five thousand products come from a synthetic year shaped as BACI; the embedded pack has fewer.
const many = await place("every_product");
const { page: wide, close: closeWide } = await open(browser, many.address);
await wide.goto(`${many.address}#/v1/explorer?lang=en&level=hs6`);
await ready(wide, "explorer");
const rows = Number(await wide.getAttribute("table.grid", "aria-rowcount")) - 1;
await wide.waitForTimeout(500);
const session = await wide.context().newCDPSession(wide);
const events = [];
session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
await session.send("Tracing.start", { traceConfig: { includedCategories: ["disabled-by-default-devtools.timeline.frame", "devtools.timeline.frame", "devtools.timeline"] }, transferMode: "ReportEvents" });
const box = await wide.locator(".grid-scroll").boundingBox();
await wide.mouse.move(box.x + 200, box.y + 200);
const frames = await wide.evaluate(
  () =>
    new Promise((resolve) => {
      const scroller = document.querySelector(".grid-scroll");
      const gaps = [];
      let before = performance.now();
      const end = before + 5_000;
      const step = (now) => {
        gaps.push(now - before);
        before = now;
        // About eleven rows a frame: far faster than a hand, so every frame brings new rows.
        scroller.scrollTop = (scroller.scrollTop + 400) % (scroller.scrollHeight - scroller.clientHeight);
        if (now < end) requestAnimationFrame(step);
        else resolve(gaps.slice(1));
      };
      requestAnimationFrame(step);
    }),
);
const ended = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
await session.send("Tracing.end");
await ended;
const drawn = events.filter((event) => event.name === "DrawFrame").length;
const dropped = events.filter((event) => event.name === "DroppedFrame").length;
const span = frames.reduce((sum, gap) => sum + gap, 0);
const slow = frames.filter((gap) => gap > 20).length;
await closeWide();
await browser.close();
many.stop();

console.log(JSON.stringify({ gzip_kb: Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, kb(size)])), script_kb: kb(script), bar: 160 }));
console.log(JSON.stringify({ overview_ready_ms: round(firsts), bar: 1000 }));
console.log(JSON.stringify({ next_view_cached_ms: round(nexts), first_time_ms: round(cold), bar: 200 }));
console.log(JSON.stringify({ explorer_rows: rows, frames_per_second: Number(((frames.length / span) * 1000).toFixed(1)), frames_over_20_ms: slow, of: frames.length, worst_gap_ms: Math.round(Math.max(...frames)), traced_drawn: drawn, traced_dropped: dropped, bar: 50 }));
