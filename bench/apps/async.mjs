import { nsp, on } from "sio-serve";

on("echo", async (payload) => payload);
on("broadcast", async (payload) => {
  nsp.emit("news", payload);
});
