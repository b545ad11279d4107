import { defineConfig } from "sio-serve";

export default defineConfig({
  handlers: "./handlers.ts",
  static: "./public",
});
