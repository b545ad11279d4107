import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";

export default defineConfig(({ mode }) => {
  // The server's own setting, from the environment or from .env.
  const { SIO_PORT = "5000" } = loadEnv(mode, import.meta.dirname, "SIO_");
  return {
    root: "client",
    plugins: [react()],
    build: { outDir: "../dist", emptyOutDir: true },
    server: {
      // To the page, server and client are one origin, as they are in production.
      proxy: { "/socket.io": { target: `http://127.0.0.1:${SIO_PORT}`, ws: true } },
    },
  };
});
