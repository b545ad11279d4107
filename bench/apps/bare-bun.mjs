import { Server as Engine } from "@socket.io/bun-engine";
import { Server } from "socket.io";
import listen from "./plain.mjs";

const io = new Server();
const engine = new Engine({ path: "/socket.io/" });

io.bind(engine);
listen(io);

export default { port: Number(process.env.PORT), hostname: "127.0.0.1", ...engine.handler() };
