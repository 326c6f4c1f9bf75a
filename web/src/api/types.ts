// The server's words for things, by the names the page uses. A figure is the double the server holds;
// null is "not known", never zero.
import type { Block, Event, Table } from "./schema.ts";

export type {
  Act,
  Block,
  Column,
  Control,
  Form,
  Index,
  Link,
  Option,
  Problem,
  Run,
  Source,
  Table,
  View,
} from "./schema.ts";
export type Cell = Table["rows"][number][number];
export type Chart = NonNullable<Block["chart"]>;
export type EventMark = Event;
export type RunKind = "scenario" | "plan" | "screening";
