import { flaskOnRedis } from "../lib/flask.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = flaskOnRedis("gevent");
