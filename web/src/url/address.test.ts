import { describe, expect, it } from "vitest";
import { asked, carried, readAddress, shown, withState, writeAddress } from "./address.ts";

function read(hash: string) {
  const reading = readAddress(hash);
  if (!reading.ok) throw new Error(`${reading.fault.key}: ${reading.fault.found}`);
  return reading;
}

function fault(hash: string): string {
  const reading = readAddress(hash);
  return reading.ok ? "" : reading.fault.key;
}

describe("an address", () => {
  it("comes back as it was written", () => {
    const hash = "#/v1/good?good=gallium_metal&lang=ja&supplier=CHN,RUS";
    expect(writeAddress(read(hash).address)).toBe(hash);
  });
  it("keeps text of every script", () => {
    const state = new Map([["find", "レアアース & <b>é</b> = 100% + 1"]]);
    expect(read(writeAddress({ view: "explorer", state })).address.state.get("find")).toBe(state.get("find"));
  });
  it("opens the overview when empty", () => {
    for (const hash of ["", "#", "#/", "#/v1", "#/v1/"]) expect(read(hash).address.view).toBe("overview");
  });
  it("lifts addresses from before versions", () => {
    const reading = read("#/profile?economy=JPN&product=gallium_metal");
    expect(reading.migrated).toBe(true);
    expect(writeAddress(reading.address)).toBe("#/v1/good?good=gallium_metal&party=JPN");
  });
  it("refuses what it cannot read, with a reason", () => {
    expect(fault("#/v2/overview")).toBe("version");
    expect(fault("#/v0/overview")).toBe("version");
    expect(fault("#/v99999999999999999999/overview")).toBe("version");
    expect(fault("#/v1/over/view")).toBe("shape");
    expect(fault("#/v1/<script>")).toBe("shape");
    expect(fault("#//evil.example/overview")).toBe("shape");
    expect(fault("#javascript:alert(1)")).toBe("shape");
    expect(fault("#/v1/overview?x=" + "a".repeat(10_000_000))).toBe("long");
  });
  it("leaves out the broken part and keeps the rest", () => {
    const reading = read("#/v1/good?party=EPCC&a=%E0%A4%A&__proto__=1&B=2&party=JPN&c=%00&d=" + "x".repeat(700));
    expect([...reading.address.state]).toEqual([["party", "EPCC"]]);
    expect(reading.leftOut.map((one) => one.key)).toEqual(["escape", "name", "name", "twice", "value", "value"]);
  });
  it("stops at too many names", () => {
    const reading = read("#/v1/good?" + Array.from({ length: 99 }, (_, i) => `n${i}=1`).join("&"));
    expect(reading.address.state.size).toBe(48);
    expect(reading.leftOut[0]?.key).toBe("many");
  });
  it("holds no inherited names", () => {
    const { state } = read("#/v1/good?constructor=1&tostring=2").address;
    expect(state.get("constructor")).toBe("1");
    expect(state.get("hasOwnProperty")).toBeUndefined();
  });
});

describe("state", () => {
  const state = read("#/v1/explorer?party=EPCC&lang=fr&tab.goods=table&sort=-score&good=x&find=y").address.state;
  it("asks the server only for what is the server's", () => {
    expect(asked(state).toString()).toBe("good=x&lang=fr&party=EPCC");
  });
  it("carries language and party from view to view", () => {
    expect([...carried(state).keys()].sort()).toEqual(["lang", "party"]);
  });
  it("takes a name out when its value is null", () => {
    expect(withState(state, { find: null }).has("find")).toBe(false);
  });
  it("shortens what it repeats", () => {
    expect(shown("a".repeat(1e6)).length).toBeLessThan(70);
    expect(shown("a\u0000\u202eb")).toBe("a··b");
  });
});
