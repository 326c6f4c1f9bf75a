// Asking the server. Answers are kept by address, so that going back is at once.
import { asked, type State } from "../url/address.ts";
import { readIndex, readView } from "./guard.ts";
import { readProblem, Trouble } from "./problem.ts";
import type { Index, View } from "./types.ts";

const ROOT = "api/workspace";
const KEPT = 40;
/** The token a node's pages send with changes; a workspace for one has none. */
let csrf = "";
const kept = new Map<string, Promise<View>>();

/** Ask for JSON; whatever goes wrong comes back as Trouble. */
export async function ask(path: string, init: RequestInit = {}): Promise<unknown> {
  let answer: Response;
  try {
    const headers = { ...(init.headers as Record<string, string> | undefined), ...(init.method && csrf ? { "x-kanmon-csrf": csrf } : {}) };
    answer = await fetch(`${ROOT}/${path}`, { credentials: "same-origin", ...init, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Trouble({ title: "", status: 0, found: null, where: path.split("?")[0] ?? path }, "lost");
  }
  let json: unknown = null;
  try {
    json = await answer.json();
  } catch {
    if (answer.ok) throw readProblem(null, answer.status, path.split("?")[0] ?? path);
  }
  if (!answer.ok) throw readProblem(json, answer.status, path.split("?")[0] ?? path);
  return json;
}

export function post(path: string, body: unknown): Promise<unknown> {
  return ask(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

export async function askIndex(lang: string): Promise<Index> {
  const index = readIndex(await ask(`views?lang=${encodeURIComponent(lang)}`));
  csrf = index.reader?.csrf ?? "";
  return index;
}

/** Sign out of a node; the address is one of its own. */
export async function leave(address: string): Promise<void> {
  await fetch(address, { method: "POST", credentials: "same-origin", headers: { "x-kanmon-csrf": csrf } });
}

export async function askWords(lang: string): Promise<Record<string, string>> {
  return (await ask(`words?lang=${encodeURIComponent(lang)}`)) as Record<string, string>;
}

function viewPath(view: string, query: URLSearchParams, tail = ""): string {
  const text = query.toString();
  return `views/${encodeURIComponent(view)}${tail}${text ? `?${text}` : ""}`;
}

function query(lang: string, state: State, more: Readonly<Record<string, string>> = {}): URLSearchParams {
  const made = asked(state);
  made.set("lang", lang);
  for (const [name, value] of Object.entries(more)) made.set(name, value);
  return made;
}

/** The same view for the same question until something is written. A failed answer is not kept. */
export function askView(
  view: string,
  lang: string,
  state: State,
  more: Readonly<Record<string, string>> = {},
): Promise<View> {
  const path = viewPath(view, query(lang, state, more));
  const had = kept.get(path);
  if (had) {
    kept.delete(path);
    kept.set(path, had);
    return had;
  }
  const asking = ask(path).then(readView);
  kept.set(path, asking);
  asking.catch(() => kept.delete(path));
  if (kept.size > KEPT) kept.delete(kept.keys().next().value ?? "");
  return asking;
}

/** Where the block's whole table is to be had, in the digits the server holds. */
export function csvAddress(view: string, lang: string, state: State, block: string): string {
  return `${ROOT}/${viewPath(view, query(lang, state), `/table/${encodeURIComponent(block)}.csv`)}`;
}

/** The same for a block of a run's result, as long as the server keeps the run. */
export function runCsvAddress(run: string, block: string, lang: string): string {
  return `${ROOT}/runs/${encodeURIComponent(run)}/table/${encodeURIComponent(block)}.csv?lang=${encodeURIComponent(lang)}`;
}

/** Do something to a row or with a form; the answer is the view as it stands after. */
export async function act(
  view: string,
  lang: string,
  state: State,
  name: string,
  body: unknown,
): Promise<View> {
  const made = readView(await post(viewPath(view, query(lang, state), `/acts/${encodeURIComponent(name)}`), body));
  kept.clear();
  return made;
}

export function forget(): void {
  kept.clear();
}
