import { defineConfig } from "sio-serve";

export default defineConfig({
  // A folder: handlers/index.ts serves "/", and handlers/admin.ts "/admin".
  handlers: "./handlers",
  static: "./public",
});
