import { fileURLToPath } from "node:url";

/** The checkout that is measured. */
export const projectFolder = fileURLToPath(new URL("../..", import.meta.url));

/** The programs that the targets run. */
export const appsFolder = fileURLToPath(new URL("../apps", import.meta.url));

/** Peers and other Node versions, installed on demand; not in git. */
export const cacheFolder = fileURLToPath(new URL("../.cache", import.meta.url));
