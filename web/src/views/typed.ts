// Control values as the server wants them in a body: numbers as numbers, many as lists, yes or no as booleans.
import type { Cell, Control } from "../api/types.ts";

export function typed(control: Control): Cell | readonly string[] {
  const value = control.value;
  switch (control.kind) {
    case "number": {
      const number = value === "" || value === null ? NaN : Number(value);
      return Number.isFinite(number) ? number : null;
    }
    case "toggle":
      return value === true || value === "1";
    case "multi":
      return Array.isArray(value) ? value : String(value ?? "").split(",").filter(Boolean);
    default:
      return Array.isArray(value) ? value.join(",") : value === "" ? null : (value as Cell);
  }
}
