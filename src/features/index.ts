import type { Feature } from "./feature.ts";
import { handshakes } from "./handshakes.ts";
import { origin } from "./origin.ts";
import { oversize } from "./oversize.ts";
import { routes } from "./routes.ts";
import { staticFiles } from "./static.ts";

/** Every feature, in the order in which they see a request. */
export const features = { origin, handshakes, oversize, static: staticFiles, routes } satisfies Record<string, Feature>;
