// What every part of a view may need to know: where it stands and what the server holds.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Index } from "../api/types.ts";
import { carried, withState, writeAddress, type Address, type State } from "../url/address.ts";

export interface Here {
  readonly address: Address;
  readonly index: Index;
  /** The party the view in sight speaks of; the server chooses where the address does not. */
  readonly party: string | null;
  readonly speakOf: (party: string | null) => void;
}

const Standing = createContext<Here | null>(null);
export const StandingAt = Standing.Provider;

export function useHere(): Here {
  const here = useContext(Standing);
  if (!here) throw new Error("outside a view");
  return here;
}

/** The address of another view, with language and party taken along. */
export function hrefTo(state: State, view: string, more: Readonly<Record<string, string | null>> = {}): string {
  return writeAddress({ view, state: withState(carried(state), more) });
}
