// Consultation on a real node with a case under way: every state of the page, then the work of a morning by its buttons.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { LANGUAGES, open, ready } from "./browser.mjs";
import { PYTHON } from "./server.mjs";
import { audit, look } from "./views.mjs";

const SCRIPT = fileURLToPath(new URL("node.py", import.meta.url));
const LONGEST = 120_000;

/** Start the example node; it ends when its input does. */
export function serveNode() {
  const child = spawn(PYTHON, [SCRIPT], { stdio: ["pipe", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the node named no address")), LONGEST);
    child.stdout.on("data", (data) => {
      clearTimeout(late);
      resolve({ address: String(data).trim(), stop: () => child.stdin.end() });
    });
    child.on("exit", (code) => reject(new Error(`the node ended with ${code}`)));
  });
}

/** The states of the page: all threads, the notice to write, one thread, a vote in it. */
export async function statesOf(address) {
  const { threads } = await (await fetch(`${address}api/threads?kind=alert`)).json();
  const one = `thread=${threads[0].id}`;
  return { all: "", notice: "&write=notice", thread: `&${one}`, vote: `&${one}&write=vote` };
}

export async function node(browser) {
  const wrong = [];
  let checked = 0;
  const { address, stop } = await serveNode();
  try {
    const states = await statesOf(address);
    for (const size of ["desktop", "phone"]) {
      for (const scheme of ["light", "dark"]) {
        const { page, complaints, close } = await open(browser, address, { size, scheme });
        for (const lang of LANGUAGES) {
          for (const [state, query] of Object.entries(states)) {
            const name = `node ${state} ${lang} ${size} ${scheme}`;
            await page.goto(`${address}#/v1/consultation?lang=${lang}${query}`);
            await ready(page, "consultation");
            // The same view in another state is there before the new answer is.
            await page.waitForFunction((writes) => document.querySelectorAll("form .send").length === writes, query.includes("write") ? 1 : 0);
            for (const one of await audit(page)) wrong.push(`${name}: ${one}`);
            wrong.push(...(await look(page, lang)).map((one) => `${name}: ${one}`));
            wrong.push(...complaints.splice(0).map((one) => `${name}: ${one}`));
            checked += 1;
          }
        }
        await close();
      }
    }
    checked += await morning(browser, address, wrong);
  } finally {
    stop();
  }
  return { checked, wrong };
}

/** Acknowledge, read and take in, write a notice, send it, vote. */
async function morning(browser, address, wrong) {
  let checked = 0;
  const { page, complaints, close } = await open(browser, address);
  const must = (good, text) => {
    checked += 1;
    if (!good) wrong.push(`node morning: ${text}`);
  };
  const has = (title) => page.getByRole("heading", { name: title, exact: true }).count();
  await page.goto(`${address}#/v1/consultation?lang=en`);
  await ready(page, "consultation");
  must((await page.locator("h1").textContent()).includes("Waiting for you: 4"), "the headline counts what waits");
  must((await has("Waiting for your acknowledgement")) === 1, "no notice waits");
  await page.getByRole("button", { name: /^Acknowledge/ }).click();
  await page.getByRole("heading", { name: "Waiting for your acknowledgement" }).waitFor({ state: "detached" });
  must(await page.getByText("Figures of graphite stocks follow in a week.").count(), "a package is not read before it is taken in");
  await page.getByRole("button", { name: /^Take in/ }).click();
  await page.getByRole("heading", { name: "Received, not yet taken in" }).waitFor({ state: "detached" });

  await page.goto(`${address}#/v1/consultation?lang=en&write=notice`);
  const form = page.locator("form", { has: page.locator(".send") });
  await form.waitFor();
  const choose = async (label, value) => {
    const field = form.locator(".multi", { hasText: label }).first();
    await field.locator("summary").click();
    await field.getByLabel(value, { exact: true }).check();
    await field.locator("summary").click();
  };
  await choose("To whom", "USA");
  await choose("Goods", "Gallium metal");
  const impact = "Makers of power chips short <b>within sixty days</b>";
  await form.getByLabel("Expected impact").fill(impact);
  await form.getByLabel("Cause").fill("Licences stopped");
  await form.getByLabel("Sectors affected").fill("chips\nlasers");
  await form.getByLabel("Confidence").fill("0.7");
  await form.getByRole("button", { name: "Send" }).click();
  await page.waitForURL(/thread=[0-9a-f]{32}/);
  must(!page.url().includes("write="), "the form stays in the address after it was sent");
  must((await page.locator("h1").textContent()).includes(impact), "the notice is not what was typed");
  must((await page.locator("h1 b").count()) === 0, "what was typed became markup");
  must((await page.getByRole("heading", { name: "Clock", exact: true }).count()) === 1, "no clock runs");
  await page.getByRole("button", { name: /^Send/ }).click();
  await page.getByRole("heading", { name: "Written, not yet sent" }).waitFor({ state: "detached" });
  const { threads } = await (await fetch(`${address}api/threads?kind=notice`)).json();
  must(threads.some((one) => one.title === impact), "the notice is not among the threads of the interface");

  // What the server refuses is said, and what was typed stays.
  await page.goto(`${address}#/v1/consultation?lang=en&write=watch`);
  await form.waitFor();
  await form.getByLabel("Reason").fill("typed and kept");
  complaints.splice(0);
  await form.getByRole("button", { name: "Send" }).click();
  await page.getByRole("alert").waitFor();
  must((await form.getByLabel("Reason").inputValue()) === "typed and kept", "what was typed is lost");
  const left = complaints.splice(0).filter((one) => !/Failed to load resource/.test(one));
  wrong.push(...left.map((one) => `node morning: ${one}`));
  await close();
  return checked;
}
