// Long runs: progress, reload in the middle, cancel, failure, four side by side, and a list to screen.
import { open, ready } from "./browser.mjs";

export async function runs(browser, address) {
  const wrong = [];
  let checked = 0;
  const must = (good, text) => {
    checked += 1;
    if (!good) wrong.push(text);
  };
  const { page, complaints, close } = await open(browser, address, { expectFailures: true });
  const start = async () => {
    const before = await page.locator(".run").count();
    await page.click(".bench button.main");
    await page.waitForFunction((n) => document.querySelectorAll(".run").length > n, before);
  };
  const cut = async (value) => {
    await page.fill("#control-cut", String(value));
    await page.press("#control-cut", "Tab");
    await page.waitForFunction((wanted) => location.hash.includes(`cut=${wanted}`), value);
    await ready(page, "scenario");
  };
  await page.goto(`${address}#/v1/scenario?lang=en`);
  await ready(page, "scenario");
  await start();
  await page.waitForSelector(".run progress");
  must(page.url().includes("run="), "a run is not in the address");
  await page.reload();
  await page.waitForSelector(".run");
  await page.waitForSelector(".result svg.plot", { timeout: 30_000 });
  must((await page.locator(".result .block").count()) >= 3, "the result has too few blocks");

  const csv = await page.locator(".result .files a").first().getAttribute("href");
  must(csv?.includes("/runs/") && (await (await fetch(new URL(csv, address))).text()).split("\n").length > 100, "a run's table cannot be taken along");

  await cut(40);
  await start();
  await page.locator(".run button", { hasText: "Cancel" }).click();
  await page.waitForSelector(".run.cancelled");
  must(true, "cancelled");
  await page.locator(".run.cancelled button").click();
  await page.waitForFunction(() => document.querySelectorAll(".run").length === 1);

  await cut(13);
  await start();
  await page.waitForSelector(".run.failed .run-error");
  must((await page.textContent(".run-error"))?.includes("Choose another cut"), "a failed run does not say what to do");
  await page.locator(".run.failed button").click();

  for (const value of [60, 70, 90]) {
    await cut(value);
    await start();
  }
  await page.waitForFunction(() => document.querySelectorAll(".run.done").length === 4, undefined, { timeout: 60_000 });
  must(await page.locator(".bench button.main").isDisabled(), "a fifth run can be started");
  must((await page.locator(".headlines li").count()) === 4, "not four headlines side by side");
  must((await page.locator(".side-by-side > div").count()) === 8, "not four drawings a block");
  must((await page.locator(".result .line").count()) === 4, "not four lines in one drawing");
  const ends = await page.evaluate(() => [...document.querySelectorAll(".side-by-side")].map((one) => [...one.querySelectorAll(".axis text:last-child")].map((text) => text.textContent).join()).length);
  must(ends === 2, "blocks are missing");

  await page.goto(`${address}#/v1/controls?lang=en`);
  await ready(page, "controls");
  await page.click(".batch button.main");
  must((await page.textContent("#batch-refused"))?.length > 5, "no reason why nothing is checked");
  await page.setInputFiles("#batch-file", { name: "list.csv", mimeType: "text/csv", buffer: Buffer.from("item,to\nchip,SGP\nlathe,DEU\n") });
  await page.click(".batch button.main");
  await page.waitForSelector(".batch .result table", { timeout: 30_000 });
  must((await page.locator(".batch .result tbody tr").count()) === 2, "not every line of the list is answered");
  await page.goto(`${address}#/v1/alerts?lang=en`);
  await ready(page, "alerts");
  await page.locator(".grid .buttons button").first().click();
  await page.waitForFunction(() => document.querySelector(".block .sentence")?.textContent?.includes("a1"));
  must(true, "acts");
  await page.goto(`${address}#/v1/consultation?lang=en`);
  await ready(page, "consultation");
  await page.fill("#control-title", "Notice of licensing");
  await page.press("#control-title", "Tab");
  await page.locator("form .main").click();
  await page.waitForFunction(() => document.querySelector(".block .sentence")?.textContent?.includes("Notice of licensing"));
  must(true, "forms");
  wrong.push(...complaints);
  await close();
  return { checked, wrong };
}
