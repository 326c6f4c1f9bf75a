// A view is an address: /#/v1/<view>?<state>. This file reads and writes it, and trusts nothing in it.
import { migrate, NEWEST } from "./migrations.ts";

export type State = ReadonlyMap<string, string>;

export interface Address {
  readonly view: string;
  readonly state: State;
}

/** Why a part of an address was left out, or why none of it could be read. `key` names the words. */
export interface Fault {
  readonly key: "long" | "version" | "shape" | "escape" | "name" | "value" | "twice" | "many";
  readonly found: string;
}

export type Reading =
  | { readonly ok: true; readonly address: Address; readonly leftOut: readonly Fault[]; readonly migrated: boolean }
  | { readonly ok: false; readonly fault: Fault };

export const HOME = "overview";
const LONGEST = 8_000;
const LONGEST_VALUE = 600;
const MOST = 48;
const NAME = /^[a-z][a-z0-9_.-]{0,47}$/;
const VIEW = /^[a-z][a-z0-9-]{0,31}$/;
// Control characters, and those that turn the direction of text: neither belongs in a code or a search.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

/** Shorten what was found, so that a message stays a message whatever was sent. */
export function shown(text: string): string {
  const clean = text.replace(new RegExp(CONTROL, "g"), "\u00b7");
  return clean.length > 60 ? `${clean.slice(0, 57)}\u2026` : clean;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return null;
  }
}

function readState(query: string): { state: Map<string, string>; leftOut: Fault[] } {
  const state = new Map<string, string>();
  const leftOut: Fault[] = [];
  const parts = query.split("&").filter((part) => part !== "");
  for (const [i, part] of parts.entries()) {
    if (i >= MOST) {
      leftOut.push({ key: "many", found: String(parts.length) });
      break;
    }
    const cut = part.indexOf("=");
    const name = decode(cut < 0 ? part : part.slice(0, cut));
    const value = decode(cut < 0 ? "" : part.slice(cut + 1));
    if (name === null || value === null) leftOut.push({ key: "escape", found: shown(part) });
    else if (!NAME.test(name)) leftOut.push({ key: "name", found: shown(name) });
    else if (value.length > LONGEST_VALUE || CONTROL.test(value)) {
      leftOut.push({ key: "value", found: `${name}=${shown(value)}` });
    } else if (state.has(name)) leftOut.push({ key: "twice", found: shown(part) });
    else state.set(name, value);
  }
  return { state, leftOut };
}

/** Read the part of an address after `#`. Never throws. */
export function readAddress(hash: string): Reading {
  const text = hash.startsWith("#") ? hash.slice(1) : hash;
  if (text.length > LONGEST) return { ok: false, fault: { key: "long", found: String(text.length) } };
  if (text === "" || text === "/") {
    return { ok: true, address: { view: HOME, state: new Map() }, leftOut: [], migrated: false };
  }
  const cut = text.indexOf("?");
  const path = cut < 0 ? text : text.slice(0, cut);
  const steps = path.split("/").filter((step) => step !== "");
  let version = 0;
  if (/^v\d+$/.test(steps[0] ?? "") && !path.startsWith("//")) {
    const written = steps.shift() ?? "";
    version = Number(written.slice(1));
    if (version > NEWEST || version < 1) return { ok: false, fault: { key: "version", found: shown(written) } };
  }
  const view = steps[0] ?? HOME;
  if (!path.startsWith("/") || path.startsWith("//") || steps.length > 1 || !VIEW.test(view)) {
    return { ok: false, fault: { key: "shape", found: shown(path) } };
  }
  const { state, leftOut } = readState(cut < 0 ? "" : text.slice(cut + 1));
  const address = migrate(version, { view, state });
  return { ok: true, address, leftOut, migrated: version !== NEWEST };
}

/** Write an address; the same state always gives the same text. */
export function writeAddress(address: Address): string {
  const pairs = [...address.state]
    .filter(([, value]) => value !== "")
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value).replaceAll("%2C", ",")}`);
  return `#/v${NEWEST}/${address.view}${pairs.length ? `?${pairs.join("&")}` : ""}`;
}

/** The same state with some names set, or taken out where the value is null or empty. */
export function withState(state: State, changes: Readonly<Record<string, string | null>>): State {
  const next = new Map(state);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  return next;
}

const PAGE_ONLY = /^(tab\..*|sort|find|only|run|step|point|why)$/;

/** The part of the state the server answers for; the rest is how the page shows it. */
export function asked(state: State): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of [...state.keys()].sort()) {
    if (!PAGE_ONLY.test(name)) query.set(name, state.get(name) ?? "");
  }
  return query;
}

const KEPT = ["lang", "party"];

/** What follows the reader from view to view. */
export function carried(state: State): State {
  return new Map([...state].filter(([name]) => KEPT.includes(name)));
}
