// Figures and dates as each language writes them. Only what is shown is rounded; the CSV has every digit.
import type { Cell, Column } from "../api/types.ts";

const MONEY: Readonly<Record<string, number>> = { USD: 1, money: 1, USD_a_year: 1, kUSD: 1e3, mnUSD: 1e6, bnUSD: 1e9 };
const SHARES = new Set(["share", "share_of_year"]);
const UNGROUPED = new Set(["year", "date", "day"]);

function defaultDigits(value: number, unit: string | null): number {
  if (unit !== null && SHARES.has(unit)) return 1;
  if (unit === "HHI" || unit === "score" || unit === "change" || unit === "index") return 2;
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 1_000) return 0;
  return size >= 100 ? 1 : size >= 1 ? 2 : 3;
}

export class Numbers {
  readonly lang: string;
  readonly #unitWord: (unit: string) => string;
  readonly #say: (key: string) => string;
  readonly #dates: string;
  readonly #made = new Map<string, Intl.NumberFormat>();

  constructor(lang: string, unitWord: (unit: string) => string, say: (key: string) => string) {
    this.lang = lang;
    // The brief writes the day before the month in English, and so does this page.
    this.#dates = lang === "en" ? "en-GB" : lang;
    this.#unitWord = unitWord;
    this.#say = say;
  }

  #write(value: number, options: Intl.NumberFormatOptions): string {
    const key = JSON.stringify(options);
    let format = this.#made.get(key);
    if (!format) this.#made.set(key, (format = new Intl.NumberFormat(this.lang, { ...options, signDisplay: "negative" })));
    return format.format(value).replace("-", "\u2212");
  }

  /** A figure in its unit's own scale, without the unit's word except for the percent sign. */
  plain(value: number, unit: string | null, digits: number | null = null): string {
    if (!Number.isFinite(value)) return this.#say("not_known");
    const places = Math.min(digits ?? defaultDigits(value, unit), 12);
    const places_ = { minimumFractionDigits: places, maximumFractionDigits: places };
    if (unit !== null && SHARES.has(unit)) {
      const least = 10 ** -places;
      if (value > 0 && value * 100 < least / 2) return `<${this.#write(least / 100, { style: "percent", ...places_ })}`;
      return this.#write(value, { style: "percent", ...places_ });
    }
    return this.#write(value, { ...places_, useGrouping: !UNGROUPED.has(unit ?? "") });
  }

  /** A figure as it is read aloud, unit and all: short, for labels of marks. */
  spoken(value: number | null, unit: string | null, digits: number | null = null): string {
    if (value === null) return this.#say("not_known");
    const scale = unit === null ? undefined : MONEY[unit];
    if (scale !== undefined) return this.short(value, unit);
    const text = this.plain(value, unit, digits);
    if (unit === null || SHARES.has(unit) || UNGROUPED.has(unit) || unit === "text" || unit === "count") return text;
    const word = this.#unitWord(unit);
    return word === "" ? text : `${text}\u00a0${word}`;
  }

  /** A figure beside its mark: money as short as it is told, all else with the digits of its unit. */
  label(value: number, unit: string | null, digits: number | null = null): string {
    return unit !== null && unit in MONEY ? this.short(value, unit) : this.plain(value, unit, digits);
  }

  /** A figure for an axis: as short as it can be told. */
  short(value: number, unit: string | null, step: number | null = null): string {
    if (unit !== null && SHARES.has(unit)) {
      const places = step !== null && step < 0.01 ? 1 : 0;
      return this.#write(value, { style: "percent", maximumFractionDigits: places });
    }
    const scale = unit === null ? undefined : MONEY[unit];
    if (scale !== undefined) {
      return this.#write(value * scale, {
        style: "currency",
        currency: "USD",
        currencyDisplay: "narrowSymbol",
        notation: "compact",
        maximumSignificantDigits: 3,
      });
    }
    if (UNGROUPED.has(unit ?? "")) return this.#write(value, { useGrouping: false, maximumFractionDigits: 0 });
    if (Math.abs(value) >= 10_000) return this.#write(value, { notation: "compact", maximumSignificantDigits: 3 });
    return this.#write(value, { maximumSignificantDigits: 4 });
  }

  date(iso: string): string {
    const whole = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
    if (whole) {
      const day = new Date(Date.UTC(Number(whole[1]), Number(whole[2]) - 1, Number(whole[3])));
      return day.toLocaleDateString(this.#dates, { year: "numeric", month: "short", day: "numeric", timeZone: "UTC" });
    }
    const month = /^(\d{4})-(\d{2})$/.exec(iso);
    if (month) {
      const first = new Date(Date.UTC(Number(month[1]), Number(month[2]) - 1, 1));
      return first.toLocaleDateString(this.#dates, { year: "numeric", month: "short", timeZone: "UTC" });
    }
    return iso;
  }

  /** A cell as the table shows it. */
  cell(value: Cell, column: Column): string {
    if (value === null) return this.#say("not_known");
    if (typeof value === "boolean") return this.#say(value ? "yes" : "no");
    if (column.type === "number" && typeof value === "number") return this.plain(value, column.unit, column.digits);
    if (column.type === "date") return this.date(String(value));
    return String(value);
  }
}
