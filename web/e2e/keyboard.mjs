// The main job with keys alone: open a chokepoint from the overview, read its chain, take the table, build a scenario, run it.
import { open, ready } from "./browser.mjs";

export async function keyboard(browser, address) {
  const wrong = [];
  let checked = 0;
  const { page, complaints, close } = await open(browser, address, { guide: true });
  const key = (name, times = 1) => Array.from({ length: times }).reduce((before) => before.then(() => page.keyboard.press(name)), Promise.resolve());
  const focus = () => page.evaluate(() => {
    const one = document.activeElement;
    return { tag: one?.tagName.toLowerCase() ?? "", id: one?.id ?? "", class: one?.getAttribute("class") ?? "", text: (one?.getAttribute("aria-label") ?? one?.textContent ?? "").slice(0, 80) };
  });
  const seen = () => page.evaluate(() => {
    const one = document.activeElement;
    if (!one || one === document.body) return false;
    const own = getComputedStyle(one).outlineStyle !== "none";
    const inner = one.querySelector(".reach, .tile, .cell, .land, .flow");
    return own || (inner !== null && getComputedStyle(inner).stroke !== "none");
  });
  const must = (good, text) => {
    checked += 1;
    if (!good) wrong.push(text);
  };
  /** Tab until something fits; every stop on the way must be visible. */
  const tabTo = async (fits, most = 90) => {
    for (let i = 0; i < most; i++) {
      await key("Tab");
      const now = await focus();
      if (now.tag !== "body") must(await seen(), `focus cannot be seen on ${now.tag} ${now.id} ${now.class} ${now.text}`);
      if (fits(now)) return now;
    }
    throw new Error("never reached");
  };

  await page.goto(`${address}#/v1/overview?lang=en`);
  await ready(page, "overview");
  must((await page.locator(".guide").count()) === 1, "no guide on the first visit");
  await key("Tab");
  must((await focus()).class === "skip", "the skip link is not first");
  await key("Enter");
  must((await focus()).id === "main", "the skip link does not skip");

  const mark = await tabTo((now) => now.class.includes("mark"));
  must(mark.text.length > 5, "a mark without a name");
  await key("ArrowDown");
  const next = await focus();
  must(next.text !== mark.text && next.class.includes("mark"), "arrow keys do not walk the marks");
  must((await page.locator(".readout").first().textContent())?.includes(next.text.slice(0, 20)), "the figure is not read out");
  await key("End");
  await key("Home");
  must((await focus()).text === mark.text, "Home does not go back to the first mark");
  await key("Enter");
  await ready(page, "good");
  must(page.url().includes("#/v1/good?"), "a mark does not lead to its good");
  must((await focus()).tag === "h1", "a new view does not start at its headline");

  const tab = await tabTo((now) => now.id.startsWith("tab-"));
  await key("ArrowRight");
  must((await focus()).id === tab.id.replace("-chart", "-table"), "arrow keys do not change the tab");
  must(page.url().includes("tab."), "the tab is not in the address");
  await tabTo((now) => now.tag === "button" && page.url().length > 0 && now.class === "" && now.text.length > 0);
  await key("Enter");
  must(page.url().includes("sort="), "a column cannot be sorted by key");

  await page.goto(`${address}#/v1/scenario?lang=en`);
  await ready(page, "scenario");
  await tabTo((now) => now.id === "control-scenario");
  await key("ArrowDown");
  await page.waitForURL(/scenario=\w+/);
  await ready(page, "scenario");
  await tabTo((now) => now.class === "main");
  await key("Enter");
  await page.waitForSelector(".run");
  await page.waitForSelector(".result svg.plot", { timeout: 120_000 });
  must(page.url().includes("run="), "the run is not in the address");

  await page.goto(`${address}#/v1/explorer?lang=en`);
  await ready(page, "explorer");
  await tabTo((now) => now.class === "small");
  await key("Enter");
  await page.waitForSelector(".why .sentence");
  must((await focus()).id === "why-title", "why does not take the focus");
  await key("Escape");
  await page.waitForSelector(".why", { state: "detached" });
  must((await focus()).class === "small", "closing does not give the focus back");

  await page.goto(`${address}#/v1/plan?lang=en&party=EPCC&good=palladium&max_share=0.5&draws=0`);
  await ready(page, "plan");
  await tabTo((now) => now.class === "main");
  await key("Enter");
  await page.waitForSelector(".result .walk", { timeout: 120_000 });
  await tabTo((now) => now.tag === "input" && now.class === "" && now.id === "", 200);
  const handle = () => page.evaluate(() => ({ text: document.activeElement.closest(".walk")?.textContent ?? "", last: document.activeElement.value === document.activeElement.max }));
  const before = await handle();
  await key(before.last ? "ArrowLeft" : "ArrowRight");
  must(before.text.length > 20 && (await handle()).text !== before.text, "the handle does not move");

  await page.goto(`${address}#/v1/controls?lang=en`);
  await ready(page, "controls");
  await tabTo((now) => now.id === "control-item");
  await key("ArrowDown");
  await page.waitForURL(/item=/);
  await ready(page, "controls");
  await tabTo((now) => now.class === "main");
  await key("Enter");
  await page.waitForURL(/step=2/);

  await key("Escape");
  await page.goto(`${address}#/v1/overview?lang=en`);
  await ready(page, "overview");
  for (let i = 0; i < 120 && !(await focus()).text.startsWith("Skip"); i++) await key("Tab");
  wrong.push(...complaints);
  await close();
  return { checked, wrong };
}
