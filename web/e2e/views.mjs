// Every view in every language, on desktop and phone, light and dark: no complaint, no axe violation, a table behind every chart.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { LANGUAGES, open, ready, viewsOf } from "./browser.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function audit(page) {
  // The tool is put in by the debugger, which the page's content policy does not bind.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    return violations.map((one) => `${one.id} (${one.nodes.length}): ${one.nodes[0]?.target.join(" ")} ${one.nodes[0]?.failureSummary?.split("\n")[1] ?? ""}`);
  });
}

export async function views(browser, address) {
  const wrong = [];
  let checked = 0;
  const all = await viewsOf(address);
  for (const size of ["desktop", "phone"]) {
    for (const scheme of ["light", "dark"]) {
      const { page, complaints, close } = await open(browser, address, { size, scheme });
      for (const lang of LANGUAGES) {
        for (const view of all) {
          const name = `${view} ${lang} ${size} ${scheme}`;
          try {
            await page.goto(`${address}#/v1/${view}?lang=${lang}`);
            await ready(page, view);
            for (const one of await audit(page)) wrong.push(`${name}: ${one}`);
            wrong.push(...(await look(page, lang)).map((one) => `${name}: ${one}`));
          } catch (error) {
            wrong.push(`${name}: ${error.message.split("\n")[0]}`);
          }
          wrong.push(...complaints.splice(0).map((one) => `${name}: ${one}`));
          checked += 1;
        }
      }
      // The table behind every chart, once a size and scheme.
      for (const view of all) {
        await page.goto(`${address}#/v1/${view}?lang=en`);
        await ready(page, view);
        for (const tab of await page.locator('[role="tab"][id$="-table"]').all()) await tab.click();
        const charts = await page.locator("[role=tab][id$='-chart'][aria-selected=true]").count();
        if (charts) wrong.push(`${view} ${size} ${scheme}: ${charts} charts without a table`);
        for (const one of await audit(page)) wrong.push(`${view} tables ${size} ${scheme}: ${one}`);
        wrong.push(...complaints.splice(0).map((one) => `${view} tables: ${one}`));
        checked += 1;
      }
      await close();
    }
  }
  return { checked, wrong };
}

/** What a machine can see of a page in order: language, headline, nothing wider than the screen, no bare keys. */
export function look(page, lang) {
  return page.evaluate((wanted) => {
    const said = [];
    if (document.documentElement.lang !== wanted) said.push(`lang is ${document.documentElement.lang}`);
    if (document.querySelectorAll("h1").length !== 1) said.push("not one h1");
    if (!document.querySelector(".citation")?.textContent) said.push("no citation");
    if (document.documentElement.scrollWidth > innerWidth + 1) said.push(`wider than the screen: ${document.documentElement.scrollWidth}`);
    const bare = document.body.innerText.match(/\b(web|unit|column|chart|section|consultation|workspace)\.[a-z_]+\b/);
    if (bare) said.push(`a key instead of words: ${bare[0]}`);
    if (/undefined|NaN|\[object/.test(document.body.innerText)) said.push("undefined or NaN on the page");
    for (const block of document.querySelectorAll(".block[id]")) {
      if (!block.querySelector("svg.plot, table, .steps, .empty, .map-wait")) said.push(`${block.id} is blank`);
    }
    return said;
  }, lang);
}
