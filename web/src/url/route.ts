// The page's one moving part: the address in the bar, and going to another.
import { useEffect, useState } from "preact/hooks";
import { readAddress, writeAddress, withState, type Address, type Reading, type State } from "./address.ts";

/** The address now, read anew whenever it changes. */
export function useReading(): Reading {
  const [reading, setReading] = useState(() => readAddress(location.hash));
  useEffect(() => {
    const read = () => setReading(readAddress(location.hash));
    addEventListener("hashchange", read);
    addEventListener("popstate", read);
    return () => {
      removeEventListener("hashchange", read);
      removeEventListener("popstate", read);
    };
  }, []);
  return reading;
}

/** Go to an address; `replace` keeps the browser's history free of small steps such as typing. */
export function go(address: Address, replace = false): void {
  const hash = writeAddress(address);
  if (hash === location.hash) return;
  if (replace) {
    history.replaceState(null, "", hash);
    dispatchEvent(new PopStateEvent("popstate"));
  } else location.hash = hash;
}

/**
 * Change parts of the address. The change is made to what stands in the bar now, not to what stood there when the
 * caller was drawn: two changes in one breath, or one after long work, must not undo each other.
 */
export function change(
  address: Address,
  changes: Readonly<Record<string, string | null>> | ((state: State) => Readonly<Record<string, string | null>>),
  replace = false,
): void {
  const now = readAddress(location.hash);
  const base = now.ok && now.address.view === address.view ? now.address : address;
  const made = typeof changes === "function" ? changes(base.state) : changes;
  go({ view: base.view, state: withState(base.state, made) }, replace);
}
