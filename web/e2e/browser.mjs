// Debian's own Chromium by its path; no browser is ever downloaded.
import { chromium } from "playwright-core";
import { serve } from "../fixtures/serve.mjs";
import { serveKanmon } from "./server.mjs";

export const LANGUAGES = ["en", "ja", "fr"];
export const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1366, height: 860 }, wall: { width: 2560, height: 1440 } };

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"],
  });
}

/** The server to test: a real one on a store of its own; WORKSPACE names one that runs, STAND_IN=1 takes the stand-in. */
export async function place(store = "watched") {
  if (process.env.WORKSPACE) return { address: process.env.WORKSPACE, store: null, stop: () => undefined };
  return process.env.STAND_IN ? { store: null, ...(await serve()) } : serveKanmon(store);
}

/** The views the server says it has. */
export async function viewsOf(address) {
  const index = await (await fetch(`${address}api/workspace/views?lang=en`)).json();
  return index.views.map((view) => view.id);
}

/** A page that keeps every complaint: console errors, thrown errors, failed and outside requests. */
export async function open(browser, address, { size = "desktop", scheme = "light", guide = false, expectFailures = false } = {}) {
  const context = await browser.newContext({ viewport: SIZES[size], colorScheme: scheme, reducedMotion: "reduce" });
  if (!guide) await context.addInitScript(() => localStorage.setItem("kanmon.guide", "seen"));
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    // The browser itself reports every answer of 400 and over; refusing broken state is what is tested there.
    if (expectFailures && /Failed to load resource/.test(message.text())) return;
    complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`thrown: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith("blob:")) complaints.push(`outside: ${request.url().slice(0, 120)}`);
  });
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, complaints, close: () => context.close() };
}

export async function ready(page, view) {
  await page.waitForSelector(view ? `[data-ready="${view}"]` : "[data-ready]", { timeout: 60_000 });
  await page.waitForFunction(() => !document.querySelector(".map-wait, .loading"), undefined, { timeout: 60_000 });
}
