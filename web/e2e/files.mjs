// What can be taken along: CSV with the server's digits, SVG and PNG, the citation; and what print leaves out.
import { readFileSync } from "node:fs";
import { open, ready } from "./browser.mjs";

export async function files(browser, address) {
  const wrong = [];
  let checked = 0;
  const must = (good, text) => {
    checked += 1;
    if (!good) wrong.push(text);
  };
  let { page, complaints, close } = await open(browser, address);
  const take = async (locator) => {
    const waiting = page.waitForEvent("download");
    await locator.click();
    const path = await (await waiting).path();
    return readFileSync(path);
  };
  for (const view of ["overview", "good", "map", "plan", "transition"]) {
    // The browser lets a page save ten files by script and no more, so each view gets a page of its own.
    wrong.push(...complaints);
    await close();
    ({ page, complaints, close } = await open(browser, address));
    await page.goto(`${address}#/v1/${view}?lang=ja`);
    await ready(page, view);
    const block = page.locator(".block:has(svg.plot)").first();
    const csv = (await take(block.locator(".files a"))).toString("utf8");
    must(csv.startsWith("\ufeff") && csv.split("\n").length > 3, `${view}: the CSV is not one`);
    const svg = (await take(block.locator(".files button", { hasText: "SVG" }))).toString("utf8");
    must(svg.startsWith("<svg") && svg.includes("font-family") && !svg.includes("tabindex"), `${view}: the SVG is not a drawing of its own`);
    const png = await take(block.locator(".files button", { hasText: "PNG" }));
    must(png.subarray(1, 4).toString() === "PNG" && png.length > 8_000, `${view}: the PNG is empty (${png.length})`);
  }
  await page.goto(`${address}#/v1/overview?lang=en`);
  await ready(page, "overview");
  await page.click(".quote button");
  await page.waitForFunction(() => (document.querySelector(".quote [role=status]")?.textContent ?? "").length > 3);
  await page.emulateMedia({ media: "print" });
  must(!(await page.locator(".menu").isVisible()) && !(await page.locator(".tabs").first().isVisible()), "print shows the machinery");
  must(await page.locator("svg.plot").first().isVisible(), "print shows no chart");
  await page.emulateMedia({ media: "screen" });
  await page.goto(`${address}#/v1/overview?lang=en&tab.ranking=table&sort=-ranking.score`);
  await ready(page, "overview");
  must((await page.locator("#block-ranking th[aria-sort=descending]").count()) === 1, "an address does not restore tab and order");
  wrong.push(...complaints);
  await close();
  return { checked, wrong };
}
