// Two hundred addresses that are broken or meant badly: a clear message or the rest of the view, nothing run, nothing lost.
import { open, ready, viewsOf } from "./browser.mjs";

const SCRIPTS = ["<script>window.hit=1</script>", "<img src=x onerror=window.hit=1>", "\"><svg onload=window.hit=1>", "javascript:window.hit=1", "'-window.hit--'", "{{constructor.constructor('window.hit=1')()}}", "${window.hit=1}", "%3Cscript%3Ewindow.hit%3D1%3C/script%3E", "<iframe srcdoc='<script>parent.hit=1</script>'>", "data:text/html,<script>window.hit=1</script>"];
const NAMES = ["party", "good", "lang", "find", "sort", "tab.chokepoints", "run", "why", "step", "weight"];
const e = encodeURIComponent;

export function addresses(views) {
  const list = [];
  for (const script of SCRIPTS) for (const name of NAMES) list.push(`#/v1/${name === "find" || name === "why" ? "explorer" : name === "run" ? "scenario" : name === "step" ? "controls" : name === "weight" ? "plan" : "overview"}?${name}=${e(script)}`);
  for (const script of SCRIPTS) list.push(`#/v1/${script}`, `#${script}`, `#/v1/overview?${e(script)}=1`);
  for (const version of ["v0", "v2", "v99", "v1.5", "v-1", "v99999999999999999999", "V1", "vx"]) list.push(`#/${version}/overview?party=JPN`);
  for (const code of ["XXX", "ZZZZZZ", "../../etc/passwd", "null", "undefined", "__proto__", "constructor", "0", "-1", "日本", "\u0000", "\u202eNPJ", "' OR 1=1--", "%", "%E0%A4%A", "%zz"]) list.push(`#/v1/overview?party=${code}`, `#/v1/good?good=${code}`);
  list.push(`#/v1/overview?party=${"A".repeat(10_000_000)}`, `#/v1/${"a".repeat(1_000_000)}`, `#/v1/overview?${"a=1&".repeat(1_000)}`, `#${"/".repeat(5_000)}`, `#/v1/explorer?find=${"%F0%9F%92%A9".repeat(300)}`, `#/v1/overview?${"&".repeat(2_000)}=`);
  for (const view of views) list.push(`#/v1/${view}?__proto__[x]=1&constructor.prototype.x=1&toString=1`);
  for (const path of ["//evil.example/x", "/v1//evil.example", "/v1/overview/../data", "\\\\evil.example\\x", "/v1/overview#/v1/data", "/v1/over view", "/v1/OVERVIEW", "/v1/nosuchview", "?party=JPN", "/v1?party=JPN", "/v1/overview?=1", "/v1/overview?a", "/v1/overview?step=1e999", "/v1/controls?step=-5", "/v1/controls?step=NaN", "/v1/explorer?sort=-goods.nosuch", "/v1/scenario?run=nosuch", "/v1/scenario?run=a,b,c,d,e,f,g", "/v1/scenario?cut=abc", "/v1/explorer?why=nosuch", "/profile?economy=JPN&product=gallium_metal", "/overview"]) list.push(`#${path}`);
  return list;
}

export async function hostile(browser, address) {
  const wrong = [];
  const list = addresses(await viewsOf(address));
  const { page, complaints, close } = await open(browser, address, { expectFailures: true });
  await page.goto(`${address}#/v1/overview?lang=en`);
  await ready(page);
  for (const hash of list) {
    const name = hash.length > 90 ? `${hash.slice(0, 90)}… (${hash.length})` : hash;
    // Longer than the browser lets an address be in its bar; what is left of it must still be handled.
    await page.evaluate((next) => {
      location.hash = next;
    }, hash);
    try {
      await page.waitForFunction(() => document.querySelector(".trouble, [data-ready]") && !document.querySelector(".loading, [aria-busy='true']"), undefined, { timeout: 15_000 });
      const state = await page.evaluate(() => ({
        hit: "hit" in window,
        message: document.querySelector(".trouble, .left-out")?.textContent?.trim() ?? "",
        ready: document.querySelector("[data-ready]") !== null,
        masthead: document.querySelector(".masthead a") !== null,
        foreign: document.querySelectorAll("#page script, #page iframe, #page img").length,
        long: Math.max(0, ...[...document.querySelectorAll(".trouble, .left-out")].map((one) => one.textContent.length)),
      }));
      if (state.hit) wrong.push(`${name}: something was run`);
      if (!state.ready && state.message.length < 30) wrong.push(`${name}: neither a view nor a message`);
      if (!state.masthead) wrong.push(`${name}: the page is lost`);
      if (state.foreign) wrong.push(`${name}: foreign elements on the page`);
      if (state.long > 2_500) wrong.push(`${name}: the message repeats what was sent`);
    } catch (error) {
      wrong.push(`${name}: ${error.message.split("\n")[0]}`);
    }
    wrong.push(...complaints.splice(0).map((one) => `${name}: ${one.slice(0, 200)}`));
  }
  // After all that the page still works, and what it remembers is untouched.
  await page.evaluate(() => {
    location.hash = "#/v1/good?lang=fr";
  });
  await ready(page, "good");
  if ((await page.evaluate(() => localStorage.getItem("kanmon.guide"))) !== "seen") wrong.push("what the browser remembers was lost");
  if (list.length < 200) wrong.push(`only ${list.length} addresses`);
  await close();
  return { checked: list.length, wrong };
}
