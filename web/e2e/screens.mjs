// Pictures of every view at three widths, for people to look at. Usage: node e2e/screens.mjs [folder] [view ...]
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch, open, place, ready, SIZES, viewsOf } from "./browser.mjs";

const folder = process.argv[2] ?? fileURLToPath(new URL("../../docs/images/workspace/", import.meta.url));
const wanted = process.argv.slice(3);
const lang = process.env.SCREEN_LANG ?? "en";
const scheme = process.env.SCREEN_SCHEME ?? "light";
mkdirSync(folder, { recursive: true });
const { address, stop } = await place();
const browser = await launch();
for (const size of Object.keys(SIZES)) {
  const { page, close, complaints } = await open(browser, address, { size, scheme });
  for (const view of wanted.length ? wanted : await viewsOf(address)) {
    await page.goto(`${address}#/v1/${view}?lang=${lang}`);
    await ready(page, view);
    await page.waitForTimeout(150);
    await page.screenshot({ path: `${folder}/${view}-${size}.png`, fullPage: size !== "wall" });
  }
  if (complaints.length) console.error(complaints);
  await close();
}
await browser.close();
stop();
