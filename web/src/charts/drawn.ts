import type { Chart, Table } from "../api/types.ts";

export type ChartOf<K extends Chart["kind"]> = Extract<Chart, { kind: K }>;

/** What every chart is given: the table's figures, its own column names, the room it has and what to call itself. */
export interface DrawnProps<C> {
  readonly table: Table;
  readonly chart: C;
  readonly width: number;
  readonly label: string;
  readonly extent?: readonly number[];
  /** Where a mark leads, when its row names a good or a control. */
  readonly enter?: ((row: number) => void) | null;
}
