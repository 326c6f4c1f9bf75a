// The page's one moving part: the address in the bar, and going to another.
import { useEffect, useState } from "preact/hooks";
import { readAddress, writeAddress, withState, type Address, type Reading } from "./address.ts";

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

export function change(
  address: Address,
  changes: Readonly<Record<string, string | null>>,
  replace = false,
): void {
  go({ view: address.view, state: withState(address.state, changes) }, replace);
}
