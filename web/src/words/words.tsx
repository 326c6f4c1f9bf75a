// Every word comes from the words files that the brief shares; this file only looks them up and fills them in.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { Numbers } from "./numbers.ts";

export type Texts = Readonly<Record<string, string>>;

export class Words {
  readonly lang: string;
  readonly numbers: Numbers;
  readonly #texts: Texts;

  constructor(lang: string, texts: Texts) {
    this.lang = lang;
    this.#texts = texts;
    this.numbers = new Numbers(lang, (unit) => texts[`unit.${unit}`] ?? unit, (key) => this.say(key));
  }

  /** The text of a key of the page's own section. A missing text shows its key: visible, and never another language. */
  say(key: string, values: Readonly<Record<string, string | number>> = {}): string {
    const text = this.#texts[`web.${key}`] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  }

  unit(code: string | null): string {
    return code === null || code === "" ? "" : (this.#texts[`unit.${code}`] ?? code);
  }
}

const Spoken = createContext<Words>(new Words("en", {}));
export const SpokenIn = Spoken.Provider;

export function useWords(): Words {
  return useContext(Spoken);
}

/** The language asked for, else the browser's first that is spoken here, else English. */
export function chooseLanguage(wanted: string | undefined, spoken: readonly string[], browser: readonly string[]): string {
  if (wanted !== undefined && spoken.includes(wanted)) return wanted;
  for (const one of browser) {
    const short = one.slice(0, 2).toLowerCase();
    if (spoken.includes(short)) return short;
  }
  return spoken[0] ?? "en";
}
