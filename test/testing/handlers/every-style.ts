import type { Server } from "socket.io";
import { Namespace, on } from "../../../src/index.ts";

on("by function", () => "function");

// biome-ignore lint/style/noDefaultExport: so does a file of plain Socket.IO code
export default (io: Server) => {
  io.on("connection", (socket) => socket.on("plain", (ack) => ack("plain")));
};

export class Chat extends Namespace {
  constructor() {
    super("/chat");
  }

  onByClass() {
    return "class";
  }
}

export const http = (_request: Request) => new Response("http");
