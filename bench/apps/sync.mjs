import { nsp, on } from "sio-serve";

on("echo", (payload) => payload);
on("broadcast", (payload) => {
  nsp.emit("news", payload);
});
