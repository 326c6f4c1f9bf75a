// Pictures of every view at three widths, for people to look at. Usage: node e2e/screens.mjs [folder] [view ...]
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch, open, place, ready, SIZES, viewsOf } from "./browser.mjs";
import { serveNode, statesOf } from "./node.mjs";

const folder = process.argv[2] ?? fileURLToPath(new URL("../../docs/images/workspace/", import.meta.url));
const wanted = process.argv.slice(3);
const lang = process.env.SCREEN_LANG ?? "en";
const scheme = process.env.SCREEN_SCHEME ?? "light";
// A picture is for a first look; what is further down the page is for the page.
const DEEPEST = { phone: 1_700, desktop: 1_900, wall: 1_440 };
// States worth a picture; each is an address that anybody can open.
const STATES = {
  alerts: "&as_of=2025-02-15",
  good: "&good=natural_graphite",
  scenario: "&scenario=dual_use_japan_2026",
  plan: "&good=natural_graphite",
};
mkdirSync(folder, { recursive: true });
const browser = await launch();

async function picture(page, address, size, view, state, name = view) {
  await page.goto(`${address}#/v1/${view}?lang=${lang}${state}`);
  await ready(page, view);
  const start = page.locator(".bench button.main");
  if (await start.count()) {
    await start.click();
    await page.waitForSelector(".result .block, .run.failed, .bench .trouble", { timeout: 120_000 });
  }
  await page.mouse.move(2, 2);
  await page.waitForTimeout(200);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width: SIZES[size].width, height: Math.min(height, DEEPEST[size]) };
  await page.screenshot({ path: `${folder}/${name}-${size}.jpg`, type: "jpeg", quality: 72, fullPage: true, clip });
}

/** Every picture at every width; work is called with a page of that width. */
async function atEverySize(address, work) {
  for (const size of Object.keys(SIZES)) {
    const { page, close, complaints } = await open(browser, address, { size, scheme });
    await work(page, size);
    if (complaints.length) console.error(complaints);
    await close();
  }
}

const { address, stop } = await place();
const views = wanted.length ? wanted : await viewsOf(address);
await atEverySize(address, async (page, size) => {
  for (const view of views) {
    // The stand-in knows no library of scenarios; consultation is pictured on a node.
    if (view === "consultation" && !process.env.STAND_IN) continue;
    await picture(page, address, size, view, process.env.STAND_IN ? "" : (STATES[view] ?? ""));
  }
});
stop();

if (views.includes("consultation") && !process.env.STAND_IN) {
  const node = await serveNode();
  const states = await statesOf(node.address);
  await atEverySize(node.address, async (page, size) => {
    await picture(page, node.address, size, "consultation", states.all);
    await picture(page, node.address, size, "consultation", states.thread, "consultation-thread");
    await picture(page, node.address, size, "consultation", states.notice, "consultation-notice");
  });
  node.stop();
}
await browser.close();
