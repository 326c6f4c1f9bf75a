// Written by contract/types.mjs from the server's OpenAPI schemas. Not to be edited.

export interface Act {
  readonly name: string;
  readonly label: string;
  readonly block: string;
  readonly key: string;
}

export interface Bars {
  readonly kind: "bars";
  readonly label: string;
  readonly value: string;
  readonly low?: string | null;
  readonly high?: string | null;
  readonly group?: string | null;
  readonly mark?: string | null;
  readonly without?: string | null;
}

export interface Block {
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly sentence: string | null;
  readonly unit: string | null;
  readonly as_of: string | null;
  readonly sources: readonly Source[];
  readonly table: Table;
  readonly chart: Bars | Lines | Stack | Sankey | Map | Tornado | Scatter | Matrix | Tree | Steps | null;
  readonly empty: string | null;
}

export interface Column {
  readonly name: string;
  readonly label: string;
  readonly type: "text" | "number" | "date" | "flag";
  readonly unit: string | null;
  readonly digits: number | null;
  readonly hidden?: boolean;
  readonly opens?: Opens | null;
}

export interface Control {
  readonly name: string;
  readonly label: string;
  readonly kind: "select" | "multi" | "number" | "date" | "text" | "toggle" | "file";
  readonly value: boolean | number | string | readonly string[] | null;
  readonly options?: readonly Option[] | null;
  readonly least?: number | string | null;
  readonly most?: number | string | null;
  readonly step?: number | null;
}

export interface Event {
  readonly x: string | number;
  readonly label: string;
}

export interface File {
  readonly label: string;
  readonly address: string;
}

export interface Form {
  readonly name: string;
  readonly label: string;
  readonly controls: readonly Control[];
}

export interface GoodName {
  readonly id: string;
  readonly name: string;
  readonly group: string;
}

export interface Index {
  readonly views: readonly ViewName[];
  readonly parties: readonly PartyName[];
  readonly goods: readonly GoodName[];
  readonly languages: readonly string[];
  readonly version: string;
  readonly pack: PackName;
  readonly reader?: ReaderName | null;
}

export interface Lines {
  readonly kind: "lines";
  readonly x: string;
  readonly y: string;
  readonly series?: string | null;
  readonly low?: string | null;
  readonly high?: string | null;
  readonly events?: readonly Event[] | null;
  readonly threshold?: number | null;
}

export interface Link {
  readonly label: string;
  readonly view: string;
  readonly state: Readonly<Record<string, string | number | boolean>>;
}

export interface Map {
  readonly kind: "map";
  readonly economy: string;
  readonly value: string;
  readonly label: string;
}

export interface Matrix {
  readonly kind: "matrix";
  readonly row: string;
  readonly column: string;
  readonly value: string;
}

export interface Opens {
  readonly view: string;
  readonly choice: string;
  readonly key: string;
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface PackName {
  readonly as_of: string;
}

export interface PartyName {
  readonly code: string;
  readonly name: string;
}

export interface Problem {
  readonly type?: string;
  readonly title: string;
  readonly status: number;
  readonly found?: string | null;
  readonly where?: string | null;
  readonly remedy?: string | null;
}

export interface ReaderName {
  readonly name: string;
  readonly csrf: string;
  readonly leave: string;
}

export interface Run {
  readonly id: string;
  readonly kind: "scenario" | "plan" | "screening";
  readonly state: "waiting" | "running" | "done" | "failed" | "cancelled";
  readonly done: number | null;
  readonly message: string;
  readonly result: View | null;
  readonly error: Problem | null;
}

export interface RunAsked {
  readonly kind: "scenario" | "plan" | "screening";
  readonly body?: Readonly<Record<string, unknown>>;
}

export interface Sankey {
  readonly kind: "sankey";
  readonly source: string;
  readonly target: string;
  readonly value: string;
  readonly stage_source?: string | null;
  readonly stage_target?: string | null;
  readonly lit?: string | null;
}

export interface Scatter {
  readonly kind: "scatter";
  readonly x: string;
  readonly y: string;
  readonly label: string;
  readonly mark?: string | null;
}

export interface Source {
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly licence: string;
  readonly vintage: string;
  readonly url: string | null;
}

export interface Stack {
  readonly kind: "stack";
  readonly x: string;
  readonly y: string;
  readonly series: string;
}

export interface Started {
  readonly id: string;
}

export interface Steps {
  readonly kind: "steps";
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (boolean | number | string | null)[])[];
}

export interface Tornado {
  readonly kind: "tornado";
  readonly label: string;
  readonly low: string;
  readonly high: string;
  readonly best: string;
}

export interface Tree {
  readonly kind: "tree";
  readonly label: string;
  readonly value: string;
  readonly group?: string | null;
}

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
  readonly acts?: readonly Act[] | null;
  readonly forms?: readonly Form[] | null;
  readonly runs?: "scenario" | "plan" | "screening" | null;
  readonly files?: readonly File[] | null;
}

export interface ViewName {
  readonly id: string;
  readonly title: string;
  readonly group: string;
}
