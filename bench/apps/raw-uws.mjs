import uws from "uWebSockets.js";
import { answer, everybody, open } from "./raw-packets.mjs";

const decoder = new TextDecoder();

const app = uws
  .App()
  .ws("/socket.io/", {
    open(socket) {
      socket.subscribe(everybody);
      socket.send(open);
    },
    message(socket, bytes) {
      answer(decoder.decode(bytes), {
        send: (packet) => socket.send(packet),
        join: (topic) => socket.subscribe(topic),
        publish: (topic, packet) => app.publish(topic, packet),
      });
    },
  })
  .listen("127.0.0.1", Number(process.env.PORT), (listening) => {
    if (!listening) throw new Error("The port is taken.");
  });
