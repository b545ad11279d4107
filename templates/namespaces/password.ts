import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { hot } from "sio-serve";

// hot.data outlives a save of this file: a password that was made up is good until the server stops.
hot.data.password ??= process.env.ADMIN_PASSWORD || madeUp();
const password: string = hot.data.password;

/** Whether this is the admins' password; an answer takes as long for a wrong one, so that time tells nothing about it. */
export function isPassword(value: unknown): boolean {
  return typeof value === "string" && timingSafeEqual(digest(value), digest(password));
}

function madeUp(): string {
  const made = randomBytes(6).toString("base64url");
  console.log(
    `The password of /admin.html is ${made} until the server stops. Set ADMIN_PASSWORD to have one of your own.`,
  );
  return made;
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
