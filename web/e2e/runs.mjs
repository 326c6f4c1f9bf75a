// Long runs: progress, reload in the middle, cancel, failure, four side by side, a list to screen; and what a view lets one do.
import { open, ready } from "./browser.mjs";

const OWN = "&goods=palladium&by=RUS&start=2027-01-01";
const LIST = "item,to,clear\nH100 SXM,JPN,1\nnothing,JPN,1\n";
const LONG = { timeout: 120_000 };

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
  await page.goto(`${address}#/v1/scenario?lang=en${OWN}&draws=200`);
  await ready(page, "scenario");
  await start();
  await page.waitForSelector(".run progress");
  must(page.url().includes("run="), "a run is not in the address");
  await page.waitForFunction(() => (document.querySelector(".run progress")?.value ?? 0) > 0 || document.querySelector(".run.done"), undefined, LONG);
  must(true, "progress");
  await page.reload();
  await page.waitForSelector(".run");
  await page.waitForSelector(".result svg.plot", LONG);
  must((await page.locator(".result .block").count()) >= 3, "the result has too few blocks");
  must((await page.textContent(".run-name"))?.includes("Draws: 200"), "a run is not named after what was asked");
  const csv = await page.locator(".result .files a").first().getAttribute("href");
  const lines = (await (await fetch(new URL(csv, address))).text()).trim().split("\n").length;
  const counted = (await (await fetch(new URL(csv.replace(/\/table\/.*$/, ""), address))).json()).result.blocks[0].table.rows.length;
  must(csv.includes("/runs/") && lines === counted + 1 && counted >= 5, `a run's table cannot be taken along whole: ${lines} lines, ${counted} rows`);

  await page.goto(`${address}#/v1/plan?lang=en&party=EPCC&good=palladium&max_share=0.5&draws=1000`);
  await ready(page, "plan");
  await start();
  await page.locator(".run button", { hasText: "Cancel" }).click();
  await page.waitForSelector(".run.cancelled", LONG);
  must((await page.locator(".result").count()) === 0, "a cancelled run has a result");
  await page.locator(".run.cancelled button").click();
  await page.waitForFunction(() => document.querySelectorAll(".run").length === 0);
  const stands = await (await fetch(`${address}api/workspace/runs/${"0".repeat(32)}`)).json();
  must(stands.status === 404 && stands.remedy, "an unknown run is not told as such");

  await page.goto(`${address}#/v1/plan?lang=en&party=JPN&good=palladium&max_share=0.01&draws=0`);
  await ready(page, "plan");
  await start();
  await page.waitForSelector(".run.failed .run-error", LONG);
  must((await page.textContent(".run-error")).length > 60, "a failed run does not say what to do");
  await page.locator(".run.failed button").click();

  await page.goto(`${address}#/v1/scenario?lang=en${OWN}&draws=0`);
  await ready(page, "scenario");
  for (const value of [0.7, 0.8, 0.9, 0.95]) {
    await cut(value);
    await start();
  }
  await page.waitForFunction(() => document.querySelectorAll(".run.done").length === 4, undefined, LONG);
  must(await page.locator(".bench button.main").isDisabled(), "a fifth run can be started");
  must((await page.locator(".headlines li").count()) === 4, "not four headlines side by side");
  const names = await page.locator(".run-name").allTextContents();
  must(new Set(names).size === 4, `runs are not told apart by name: ${names.join(" | ")}`);
  const beside = await page.evaluate(() => [...document.querySelectorAll(".side-by-side")].map((one) => one.children.length));
  must(beside.length >= 2 && beside.every((count) => count === 4), `not four drawings a block: ${beside.join()}`);
  must((await page.locator(".result .line").count()) >= 4, "not four lines in one drawing");

  await page.goto(`${address}#/v1/controls?lang=en`);
  await ready(page, "controls");
  await page.click(".batch button.main");
  must((await page.textContent("#batch-refused"))?.length > 5, "no reason why nothing is checked");
  await page.setInputFiles("#batch-file", { name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(LIST) });
  await page.click(".batch button.main");
  await page.waitForSelector(".batch .result table", LONG);
  must((await page.locator(".batch .result tbody tr").count()) === 2, "not every line of the list is answered");
  must((await page.textContent(".batch .run-name"))?.includes("list.csv"), "a list's run is not named after its file");

  await page.goto(`${address}#/v1/alerts?lang=en&as_of=2025-03-01`);
  await ready(page, "alerts");
  const text = () => page.locator("#block-alerts tbody").textContent();
  must(!(await text()).includes("acknowledged"), "an alert was acknowledged before");
  await page.locator("#block-alerts .buttons button", { hasText: "Acknowledge" }).first().click();
  await page.waitForFunction(() => document.querySelector("#block-alerts tbody")?.textContent?.includes("acknowledged"));
  must(true, "acts");
  const open_ = await page.locator("#block-alerts tbody tr[aria-rowindex]").count();
  await page.fill("form #control-note", "a strike at the port");
  await page.locator("form .main").click();
  await page.waitForFunction((n) => document.querySelectorAll("#block-alerts tbody tr[aria-rowindex]").length < n, open_);
  must(true, "forms");
  wrong.push(...complaints);
  await close();
  return { checked, wrong };
}
