import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type Answer, refusal } from "./answer.ts";

/** Says why a request may not come in, or `undefined` if it may. */
export type Entrance = (request: IncomingMessage) => Answer | undefined;

/** Lets in who knows the token. Pages of browsers stay out even so: each of their requests that could do something names its origin. */
export function entranceFor(token: string): Entrance {
  const expected = digest(token);
  return ({ headers: { origin, authorization = "" } }) => {
    if (origin !== undefined) return refusal(403, "Pages of browsers may not use the admin port.");
    const [, given] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    // Digests are of one length, so that the time which this takes tells nothing about the token.
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return undefined;
    const what = given === undefined ? "The header Authorization: Bearer TOKEN is missing." : "The token is wrong.";
    return refusal(401, what, { "WWW-Authenticate": "Bearer" });
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
