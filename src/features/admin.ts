import type { Feature } from "./feature.ts";

/** Lets programs in any language send events, and ask for figures, on a port of its own: `POST /emit` and `GET /stats`. */
export const admin: Feature = {
  wanted: ({ adminPort }) => adminPort !== undefined,

  async install(installation) {
    // Loaded here because starting without it must stay fast.
    const { makeAdminPort } = await import("./admin/port.ts");
    return makeAdminPort(installation);
  },
};
