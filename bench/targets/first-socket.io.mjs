import { onTheWay, ways } from "../first-message/ways.mjs";

/** @type {import("../lib/catalog.mjs").Target} */
export const target = onTheWay(ways.socketIo);
