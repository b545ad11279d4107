import express, { type Request } from "express";
import { app } from "sio-serve";
import { addItem, listItems, removeItem } from "./items.ts";
import { httpSession } from "./session.ts";
import { signIn } from "./users.ts";

/** The HTTP side, on the same port and with the same sessions as the events. */
export const routes = express();

routes.use(express.json(), httpSession);

routes.post("/api/login", async (request, response) => {
  const name = readText(request.body?.name);
  const password = readText(request.body?.password);
  if (!name || !password) return response.status(400).json({ error: "A name and a password, please." });
  if (!(await signIn(name, password)))
    return response.status(401).json({ error: "That is not the password of this name." });
  // A new session, so that nobody can have planted the old one.
  request.session.regenerate((error) => {
    if (error) return response.status(500).json({ error: "Nobody could be signed in." });
    request.session.user = name;
    return response.json({ user: name });
  });
});

routes.post("/api/logout", (request, response) => {
  const { user } = request.session;
  request.session.destroy(() => {
    if (user) app.to(`user:${user}`).disconnectSockets();
    response.status(204).end();
  });
});

routes.get("/api/me", (request, response) => {
  response.json({ user: request.session.user ?? null });
});

routes.get("/api/items", (request, response) => {
  if (!isKnown(request)) return response.status(401).json({ error: "Sign in first." });
  return response.json(listItems());
});

routes.post("/api/items", (request, response) => {
  const { user } = request.session;
  const text = readText(request.body?.text);
  if (!user) return response.status(401).json({ error: "Sign in first." });
  if (!text) return response.status(400).json({ error: "An item has 1 to 120 characters." });
  return response.status(201).json(addItem(text, user));
});

routes.delete("/api/items/:id", (request, response) => {
  if (!isKnown(request)) return response.status(401).json({ error: "Sign in first." });
  return response.status(removeItem(request.params.id) ? 204 : 404).end();
});

function isKnown(request: Request): boolean {
  return request.session.user !== undefined;
}

function readText(value: unknown): string | undefined {
  const text = typeof value === "string" ? value.trim() : "";
  return text.length > 0 && text.length <= 120 ? text : undefined;
}
