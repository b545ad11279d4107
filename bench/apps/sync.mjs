import { joinRoom, nsp, on } from "sio-serve";

on("echo", (payload) => payload);
on("broadcast", (payload) => {
  nsp.emit("news", payload);
});
on("join", (room) => joinRoom(room));
on("room", (room, payload) => {
  nsp.to(room).emit("news", payload);
});
