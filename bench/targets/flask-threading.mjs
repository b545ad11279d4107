import { flask } from "../lib/flask.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = flask("threading");
