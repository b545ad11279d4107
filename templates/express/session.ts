import { randomBytes } from "node:crypto";
import expressSession from "express-session";
import { hot } from "sio-serve";

declare module "express-session" {
  interface SessionData {
    user: string;
  }
}

// hot.data outlives a save of this file, so that nobody is signed out while you edit.
hot.data.session ??= expressSession({
  secret: process.env.SESSION_SECRET || randomBytes(32).toString("hex"),
  resave: false,
  saveUninitialized: false,
  cookie: { httpOnly: true, sameSite: "lax", secure: "auto" },
});

/**
 * The session of routes and events alike. It is kept in memory, and so forgotten at a restart: give it a store before you let people in
 * (https://expressjs.com/en/resources/middleware/session.html lists them).
 */
export const httpSession: ReturnType<typeof expressSession> = hot.data.session;
