// Old addresses are promises. Each step lifts an address by one version; steps are never edited once released.
import type { Address } from "./address.ts";

export const NEWEST = 1;

type Step = (address: Address) => Address;

function renamed(address: Address, names: Readonly<Record<string, string>>): Address {
  const state = new Map<string, string>();
  for (const [name, value] of address.state) state.set(names[name] ?? name, value);
  return { view: address.view, state };
}

const VIEWS_BEFORE_1: Readonly<Record<string, string>> = {
  profile: "good",
  goods: "explorer",
  warning: "alerts",
  impact: "scenario",
  sources: "data",
};

// Before addresses had a version, the prototype's links used the words of the command line.
const STEPS: readonly Step[] = [
  (address) => {
    const next = renamed(address, { economy: "party", product: "good", language: "lang" });
    return { view: VIEWS_BEFORE_1[next.view] ?? next.view, state: next.state };
  },
];

/** Lift an address from its version to the newest. */
export function migrate(version: number, address: Address): Address {
  return STEPS.slice(version, NEWEST).reduce((now, step) => step(now), address);
}
