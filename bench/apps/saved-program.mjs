import { createServer } from "node:http";
import { Server } from "socket.io";

const version = 0;

const httpServer = createServer();
const io = new Server(httpServer);

io.on("connection", (socket) => {
  socket.on("version", (ack) => ack(version));
});

httpServer.listen(Number(process.env.PORT), "127.0.0.1");
