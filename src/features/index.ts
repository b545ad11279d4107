import { admin } from "./admin.ts";
import { engineLog } from "./engine-log.ts";
import type { Feature } from "./feature.ts";
import { handshakes } from "./handshakes.ts";
import { health } from "./health.ts";
import { httpSession } from "./http-session.ts";
import { origin } from "./origin.ts";
import { oversize } from "./oversize.ts";
import { pageReload } from "./page-reload.ts";
import { proxiedAddress } from "./proxied-address.ts";
import { queue } from "./queue.ts";
import { routes } from "./routes.ts";
import { secondServer } from "./second-server.ts";
import { slowReader } from "./slow-reader.ts";
import { staticFiles } from "./static.ts";

/** Every feature, in the order in which they see a request. */
export const features = {
  proxiedAddress,
  health,
  admin,
  origin,
  handshakes,
  secondServer,
  oversize,
  slowReader,
  engineLog,
  httpSession,
  queue,
  pageReload,
  static: staticFiles,
  routes,
} satisfies Record<string, Feature>;
