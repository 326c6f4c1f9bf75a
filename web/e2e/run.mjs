// End to end in Debian's Chromium. Usage: node e2e/run.mjs [part ...]; parts: views keyboard hostile runs files figures node.
import { launch, place } from "./browser.mjs";
import { figures } from "./figures.mjs";
import { files } from "./files.mjs";
import { hostile } from "./hostile.mjs";
import { keyboard } from "./keyboard.mjs";
import { node } from "./node.mjs";
import { runs } from "./runs.mjs";
import { views } from "./views.mjs";

const parts = { views, keyboard, hostile, runs, files, figures, node };
const wanted = process.argv.slice(2);
const browser = await launch();
let failed = 0;
for (const [name, part] of Object.entries(parts)) {
  if (wanted.length && !wanted.includes(name)) continue;
  // Each part has a server of its own: what one part closes or confirms, another still needs.
  const { address, store, stop } = await place();
  const begun = Date.now();
  try {
    const { checked, wrong } = await part(browser, address, store);
    failed += wrong.length;
    console.log(`${wrong.length ? "FAILED" : "ok"}  ${name}: ${checked} checked, ${wrong.length} wrong, ${((Date.now() - begun) / 1000).toFixed(0)} s`);
    for (const one of wrong.slice(0, 40)) console.log(`   ${one}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}: ${error.stack}`);
  }
  stop();
}
await browser.close();
process.exit(failed ? 1 : 0);
