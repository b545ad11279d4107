import { describe, expect, test } from "vitest";
import { decode } from "../../src/queue/decode.ts";
import { toPlain } from "../../src/queue/pickle/plain.ts";
import { readPickle } from "../../src/queue/pickle/read.ts";
import { Refused } from "../../src/queue/refused.ts";
import { pickled } from "./golden.ts";
import { randomly } from "./randomly.ts";

const read = (hex: string) => toPlain(readPickle(Buffer.from(hex, "hex")));

const text = `5858020000${"c3a9".repeat(300)}`;
const numbers =
  "284b014affffffff4a701101004a90eefeff8a0b00000000000000000000018a0b00000000000000000000ff473ff800000000000065";
const said = {
  text: "é".repeat(300),
  numbers: [1, -1, 70_000, -70_000, 2 ** 80, -(2 ** 80), 1.5],
  rest: [null, true, false, [], {}, []],
  shared: [["again"], ["again"]],
  7: "seven",
};

// Written by pickle.dumps of Python 3.11.
test.each([
  {
    protocol: 2,
    pickle: `80027d7100285804000000746578747101${text}710258070000006e756d6265727371035d7104${numbers}5804000000726573747105284e8889297d71065d7107747108580600000073686172656471095d710a285d710b5805000000616761696e710c61680b654b075805000000736576656e710d752e`,
    value: said,
  },
  {
    protocol: 4,
    pickle: `800495ef020000000000007d94288c047465787494${text}948c076e756d62657273945d94${numbers}8c047265737494284e8889297d945d9474948c06736861726564945d94285d948c05616761696e9461680b654b078c05736576656e948c05627974657394430200ff94752e`,
    value: { ...said, bytes: Buffer.from([0, 255]) },
  },
  {
    protocol: 5,
    pickle: `80059502030000000000007d94288c047465787494${text}948c076e756d62657273945d94${numbers}8c047265737494284e8889297d945d9474948c06736861726564945d94285d948c05616761696e9461680b654b078c05736576656e948c05627974657394430200ff948c056172726179949601000000000000000194752e`,
    value: { ...said, bytes: Buffer.from([0, 255]), array: Buffer.from([1]) },
  },
])("what Python writes with protocol $protocol is read", ({ pickle, value }) => {
  expect(read(pickle)).toEqual(value);
});

describe("what would do more than hold data is refused", () => {
  test.each([
    ["GLOBAL", "8002636f730a73797374656d0a2e"],
    ["STACK_GLOBAL", "80048c026f738c0673797374656d932e"],
    ["REDUCE", "80024e29522e"],
    ["BUILD", "80024e7d622e"],
    ["INST", "80022869636f6c6c656374696f6e730a4f7264657265640a2e"],
    ["OBJ", "8002286f2e"],
    ["NEWOBJ", "80024e29812e"],
    ["NEWOBJ_EX", "80024e297d922e"],
    ["PERSID", "8002506964310a2e"],
    ["BINPERSID", "80024e512e"],
    ["EXT1", "800282012e"],
    ["EXT2", "80028301002e"],
    ["EXT4", "800284010000002e"],
    ["NEXT_BUFFER", "8005972e"],
    [
      "a date",
      "8004952a000000000000008c086461746574696d65948c086461746574696d65949394430a07e4010100000000000094859452942e",
    ],
  ])("%s", (_, hex) => {
    expect(() => read(hex)).toThrow("is a pickle that holds more than data");
  });
});

test("keys that mean something to JavaScript are data like any other", () => {
  // {"__proto__": {"polluted": 1}}
  const value = read("80047d8c095f5f70726f746f5f5f7d8c08706f6c6c757465644b0173732e") as object;
  expect(Object.keys(value)).toEqual(["__proto__"]);
  expect("polluted" in value).toBe(false);
});

describe("what would grow without end is refused", () => {
  test("a list in itself", () => expect(() => read("80045d946800612e")).toThrow("nested more than 64 deep"));

  test("lists that hold the one before many times", () => {
    // Each level doubles it: 2^60 values in 400 bytes.
    const level = (index: number) => `5d94${index === 0 ? "" : `68${hex(index - 1)}6168${hex(index - 1)}61`}`;
    const levels = Array.from({ length: 60 }, (_, index) => level(index)).join("");
    expect(() => read(`8004${levels}2e`)).toThrow(Refused);
  });

  test("a text that is referred to many times", () => {
    const long = `5800000100${"61".repeat(65_536)}94`;
    expect(() => read(`8004${long}5d94${"680061".repeat(1_000)}2e`)).toThrow("unfolds to too much");
  });

  test("a length that nothing follows", () => expect(() => read("80048effffffffffffff7f2e")).toThrow("cut off"));

  test("depth", () => expect(() => read(`8004${"28".repeat(100)}4e${"74".repeat(100)}2e`)).toThrow("64 deep"));

  test("values without end", () => expect(() => read(`8004${"4e".repeat(300_000)}2e`)).toThrow("more than 250000"));
});

test("whatever is done to its bytes, a pickle is read or refused", () => {
  const { integer } = randomly(7);
  for (let round = 0; round < 20_000; round++) {
    const bytes = Buffer.from(pickled[integer(pickled.length)]?.bytes ?? []);
    for (let change = integer(4); change >= 0; change--) bytes[1 + integer(bytes.length - 1)] = integer(256);
    try {
      decode(bytes.subarray(0, integer(4) === 0 ? integer(bytes.length) + 1 : bytes.length), {
        dialect: "auto",
        acceptPickle: true,
      });
    } catch (error) {
      expect(error).toBeInstanceOf(Refused);
    }
  }
});

function hex(index: number): string {
  return index.toString(16).padStart(2, "0");
}

test("a long key counts as often as it is referred to", () => {
  const key = Buffer.concat([Buffer.from([0x58]), Buffer.from([0xa0, 0x86, 1, 0]), Buffer.alloc(100_000, "k")]);
  // A list of dicts: the key is put aside with the first, and referred to by the others.
  const others = Buffer.from("7d68004e73".repeat(100), "hex");
  const pickle = Buffer.concat([
    Buffer.from("80025d287d", "hex"),
    key,
    Buffer.from("71004e73", "hex"),
    others,
    Buffer.from("652e", "hex"),
  ]);
  expect(() => decode(pickle, { dialect: "auto", acceptPickle: true })).toThrow("unfolds to too much");
});
