// Light or dark: the system's choice unless the reader makes one.
import { recall, remember } from "./memory.ts";

export type Theme = "auto" | "light" | "dark";

export function themeNow(): Theme {
  const kept = recall("theme");
  return kept === "light" || kept === "dark" ? kept : "auto";
}

export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === "auto") root.removeAttribute("data-theme");
  else root.setAttribute("data-theme", theme);
}

export function chooseTheme(theme: Theme): void {
  remember("theme", theme);
  applyTheme(theme);
}
