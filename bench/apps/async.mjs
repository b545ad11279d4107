import { joinRoom, nsp, on } from "sio-serve";

on("echo", async (payload) => payload);
on("broadcast", async (payload) => {
  nsp.emit("news", payload);
});
on("join", (room) => joinRoom(room));
on("room", async (room, payload) => {
  nsp.to(room).emit("news", payload);
});
