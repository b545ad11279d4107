import { expect, test } from "vitest";
import { nearest } from "../../src/lib/nearest.ts";

const candidates = ["port", "host", "path", "pingInterval", "pingTimeout", "logLevel"];

test.each([
  { word: "prot", guess: "port" },
  { word: "PORT", guess: "port" },
  { word: "pingIntervall", guess: "pingInterval" },
  { word: "ping_interval", guess: "pingInterval" },
  { word: "logLvl", guess: "logLevel" },
  { word: "database", guess: undefined },
  { word: "xy", guess: undefined },
  { word: "", guess: undefined },
])("$word most likely stands for $guess", ({ word, guess }) => {
  expect(nearest(word, candidates)).toBe(guess);
});
