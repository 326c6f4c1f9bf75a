// A real `kanmon serve` on a store of its own, started and ended by the suite.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const STORES = fileURLToPath(new URL("stores.py", import.meta.url));
export const PYTHON = process.env.KANMON_PYTHON ?? join(ROOT, ".venv/bin/python");
export const COMMAND = "from kanmon.cli.main import run; run()";
const LONGEST = 60_000;

/** kind: "watched" or "every_product", as stores.py makes them; "empty" is the reference pack alone. */
export async function serveKanmon(kind = "watched") {
  if (!existsSync(PYTHON)) throw new Error(`no Python with Kanmon at ${PYTHON}: run make .venv/.installed, or name one in KANMON_PYTHON`);
  const folder = mkdtempSync(join(tmpdir(), "kanmon-e2e-"));
  const store = kind === "empty" ? join(folder, "store") : execFileSync(PYTHON, [STORES, kind, folder], { encoding: "utf8" }).trim();
  const child = spawn(PYTHON, ["-c", COMMAND, "serve", "--no-open", "--port", "0", "--store", store], {
    env: { ...process.env, PYTHONUNBUFFERED: "1", COLUMNS: "200" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let told = "";
  const address = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`kanmon serve named no address: ${told}`)), LONGEST);
    const hear = (data) => {
      told += data;
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(told);
      if (found) {
        clearTimeout(late);
        resolve(found[0]);
      }
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("exit", (code) => {
      clearTimeout(late);
      reject(new Error(`kanmon serve ended with ${code}: ${told}`));
    });
  });
  await answering(address);
  return {
    address,
    store,
    stop: () => {
      child.kill("SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answering(address) {
  const end = Date.now() + LONGEST;
  for (;;) {
    try {
      if ((await fetch(`${address}api/workspace/views`)).ok) return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
