// The contract with the server, as types. A figure is the double the server holds; null is "not known", never zero.
export type Cell = string | number | boolean | null;

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface Control {
  readonly name: string;
  readonly label: string;
  readonly kind: "select" | "multi" | "number" | "date" | "text" | "toggle" | "file";
  readonly value: Cell | readonly string[];
  readonly options?: readonly Option[];
  readonly least?: number | string | null;
  readonly most?: number | string | null;
  readonly step?: number | null;
}

export interface Column {
  readonly name: string;
  readonly label: string;
  readonly type: "text" | "number" | "date" | "flag";
  readonly unit: string | null;
  readonly digits: number | null;
  readonly hidden?: boolean;
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Source {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly licence: string;
  readonly vintage: string;
  readonly url: string | null;
}

export interface EventMark {
  readonly x: string | number;
  readonly label: string;
}

// Each names columns of the block's table.
export type Chart =
  | { kind: "bars"; label: string; value: string; low?: string; high?: string; group?: string; mark?: string }
  | {
      kind: "lines";
      x: string;
      y: string;
      series?: string | null;
      low?: string | null;
      high?: string | null;
      events?: readonly EventMark[] | null;
      threshold?: number | null;
    }
  | { kind: "stack"; x: string; y: string; series: string }
  | {
      kind: "sankey";
      source: string;
      target: string;
      value: string;
      stage_source?: string | null;
      stage_target?: string | null;
      lit?: string | null;
    }
  | { kind: "map"; economy: string; value: string; label: string }
  | { kind: "tornado"; label: string; low: string; high: string; best: string }
  | { kind: "scatter"; x: string; y: string; label: string; mark?: string | null }
  | { kind: "matrix"; row: string; column: string; value: string }
  | { kind: "tree"; label: string; value: string; group?: string | null }
  | { kind: "steps" };

export interface Block {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly sentence: string | null;
  readonly unit: string | null;
  readonly as_of: string | null;
  readonly sources: readonly Source[];
  readonly table: Table;
  readonly chart: Chart | null;
  readonly empty: string | null;
}

export interface Link {
  readonly label: string;
  readonly view: string;
  readonly state: Readonly<Record<string, Cell>>;
}

export interface Act {
  readonly name: string;
  readonly label: string;
  readonly block: string;
  readonly key: string;
}

export interface Form {
  readonly name: string;
  readonly label: string;
  readonly controls: readonly Control[];
}

export type RunKind = "scenario" | "plan" | "screening";

export interface View {
  readonly view: string;
  readonly lang: string;
  readonly title: string;
  readonly headline: string;
  readonly as_of: string | null;
  readonly party: string | null;
  readonly good: string | null;
  readonly controls: readonly Control[];
  readonly blocks: readonly Block[];
  readonly citation: string;
  readonly caveats: readonly string[];
  readonly links: readonly Link[];
  readonly acts?: readonly Act[];
  readonly forms?: readonly Form[];
  readonly runs?: RunKind | null;
}

export interface Index {
  readonly views: readonly { readonly id: string; readonly title: string; readonly group: string }[];
  readonly parties: readonly { readonly code: string; readonly name: string }[];
  readonly goods: readonly { readonly id: string; readonly name: string; readonly group: string }[];
  readonly languages: readonly string[];
  readonly version: string;
  readonly pack: { readonly as_of: string };
}

export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly found?: string | null;
  readonly where?: string | null;
  readonly remedy?: string | null;
}

export interface Run {
  readonly id: string;
  readonly kind: RunKind;
  readonly state: "waiting" | "running" | "done" | "failed" | "cancelled";
  readonly done: number | null;
  readonly message: string | null;
  readonly result: View | null;
  readonly error: Problem | null;
}
