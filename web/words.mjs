// Reads the words files of the brief. They use one form only: key = "text" under a [section].
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("../src/kanmon/brief/words/", import.meta.url);
export const languages = ["en", "ja", "fr"];

/** All texts of a language, flat: { "web.skip": "..." }. */
export function readWords(lang) {
  const texts = {};
  let section = "";
  for (const line of readFileSync(fileURLToPath(new URL(`${lang}.toml`, folder)), "utf8").split("\n")) {
    const head = /^\[(\w+)\]\s*$/.exec(line);
    if (head) section = head[1];
    const pair = /^(\w+) = ("(?:[^"\\]|\\.)*")\s*$/.exec(line);
    if (pair) texts[`${section}.${pair[1]}`] = JSON.parse(pair[2]);
  }
  return texts;
}
