import uws from "uWebSockets.js";
import { Server } from "socket.io";
import listen from "./plain.mjs";

const app = uws.App();
const io = new Server();

io.attachApp(app);
listen(io);

app.listen("127.0.0.1", Number(process.env.PORT), (listening) => {
  if (!listening) throw new Error("The port is taken.");
});
