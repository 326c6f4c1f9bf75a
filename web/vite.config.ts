import { defineConfig, type Plugin } from "vite";
// @ts-expect-error plain script, shared with the fixture server
import { languages, readWords } from "./words.mjs";

const FIRST = ["lost_title", "lost_remedy", "again", "no_script"];

/** Gives the page the few words it needs when the server, and so the words, cannot be reached. */
function firstWords(): Plugin {
  const id = "virtual:first-words";
  const all: Record<string, Record<string, string>> = {};
  for (const lang of languages as string[]) {
    const texts = readWords(lang) as Record<string, string>;
    all[lang] = Object.fromEntries(FIRST.map((key) => [key, texts[`web.${key}`] ?? ""]));
  }
  return {
    name: "first-words",
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (source) => (source === `\0${id}` ? `export default ${JSON.stringify(all)}` : undefined),
    transformIndexHtml: (html) =>
      html.replace(
        "<!--no-script-->",
        (languages as string[]).map((lang) => `<p lang="${lang}">${all[lang]?.["no_script"]}</p>`).join(""),
      ),
  };
}

export default defineConfig({
  base: "./",
  plugins: [firstWords()],
  build: {
    outDir: "../src/kanmon/workspace/static",
    emptyOutDir: true,
    target: "es2022",
    // Inlined files would be data: addresses, which the page's content policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
