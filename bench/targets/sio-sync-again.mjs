import { target as sync } from "./sio-sync.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = { ...sync, about: "the control of those that are compared with sio-sync" };
