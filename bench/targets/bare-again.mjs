import { target as bare } from "./bare.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = { ...bare, about: "the control: what its ratios show besides 1 is noise" };
