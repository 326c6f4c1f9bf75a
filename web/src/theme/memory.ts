// What this browser remembers between visits. A browser may forbid it; then nothing is remembered and nothing breaks.
const PREFIX = "kanmon.";

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Private windows: the choice lasts until the page is closed.
  }
}
