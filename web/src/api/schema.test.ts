import { expect, it } from "vitest";
// @ts-expect-error plain script, also run by hand
import { kept, onDisk, written } from "../../contract/types.mjs";

it("the types are those of the schemas", () => expect(onDisk()).toBe(written(kept())));
