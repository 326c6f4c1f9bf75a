import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
// @ts-expect-error plain script, shared with the build
import { languages, readWords } from "../../words.mjs";
import { chooseLanguage, Words } from "./words.tsx";
import { Numbers } from "./numbers.ts";

const texts = Object.fromEntries((languages as string[]).map((lang) => [lang, readWords(lang) as Record<string, string>]));
const own = (lang: string) => Object.keys(texts[lang] ?? {}).filter((key) => key.startsWith("web."));

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !name.includes(".test.") ? [readFileSync(path, "utf8")] : [];
  });
}

describe("the words", () => {
  const code = [...sources(new URL("..", import.meta.url).pathname), readFileSync(new URL("../../vite.config.ts", import.meta.url), "utf8")].join("\n");
  const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((found) => found[0]).sort().join();

  it("are the same in all languages", () => {
    for (const lang of languages as string[]) {
      expect(own(lang)).toEqual(own("en"));
      for (const key of own("en")) {
        expect(placeholders(texts[lang]?.[key] ?? ""), key).toBe(placeholders(texts["en"]?.[key] ?? ""));
        expect(texts[lang]?.[key], key).not.toBe("");
      }
    }
  });
  it("are all there", () => {
    const said = [...code.matchAll(/say\("(\w+)"/g)].map((found) => `web.${found[1]}`);
    expect(said.length).toBeGreaterThan(60);
    for (const key of said) expect(own("en"), key).toContain(key);
  });
  it("are all used", () => {
    const made = [...code.matchAll(/say\(`(\w+_)?\$\{[^}]+\}(\w+)?`/g)].map((found) => new RegExp(`^web\\.${found[1] ?? "\\w+"}\\w+${found[2] ?? ""}$`));
    for (const key of own("en")) {
      const name = key.slice(4);
      expect(code.includes(`"${name}"`) || made.some((form) => form.test(key)), key).toBe(true);
    }
  });
});

describe("figures", () => {
  const numbers = (lang: string) => new Words(lang, texts[lang] ?? {}).numbers;
  it("are written as each language writes them", () => {
    expect(numbers("en").plain(1234567.8, "t")).toBe("1,234,568");
    expect(numbers("fr").plain(0.586, "share").replace(/\s/g, "_")).toBe("58,6_%");
    expect(numbers("ja").short(1_200_000, "kUSD")).toBe("$12億");
    expect(numbers("en").plain(-0.5, "HHI")).toBe("\u22120.50");
  });
  it("never turn a little into nothing, or nothing into a figure", () => {
    expect(numbers("en").plain(0.00002, "share")).toBe("<0.1%");
    expect(numbers("en").spoken(null, "share")).toBe("not known");
    expect(numbers("en").plain(-0.00001, "HHI")).toBe("0.00");
    expect(numbers("en").plain(Number.NaN, null)).toBe("not known");
  });
  it("leave years whole", () => {
    expect(numbers("en").plain(2024, "year")).toBe("2024");
    expect(numbers("fr").short(2024, "year")).toBe("2024");
  });
  it("write dates of any length", () => {
    const en = new Numbers("en", (unit) => unit, (key) => key);
    expect(en.date("2024-03-01")).toBe("1 Mar 2024");
    expect(en.date("2024")).toBe("2024");
    expect(en.date("soon")).toBe("soon");
  });
});

describe("the language", () => {
  it("is the one asked for, else the browser's, else the first", () => {
    expect(chooseLanguage("fr", ["en", "ja", "fr"], ["ja-JP"])).toBe("fr");
    expect(chooseLanguage("xx", ["en", "ja", "fr"], ["de", "ja-JP"])).toBe("ja");
    expect(chooseLanguage(undefined, ["en", "ja"], ["de"])).toBe("en");
  });
});
