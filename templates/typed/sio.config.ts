import { defineConfig } from "sio-serve";

export default defineConfig(({ mode }) => ({
  handlers: "./handlers.ts",
  // While you develop, Vite serves the page; `npm run build` makes the files that are served in production.
  static: mode === "production" ? "./dist" : undefined,
}));
