import { target as tcp } from "./tests-tcp.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = { ...tcp, about: "the control: what its ratios show besides 1 is noise" };
