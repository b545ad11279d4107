import { nsp, on } from "sio-serve";

on("echo", (payload: string) => payload);
on("broadcast", (payload: string) => {
  nsp.emit("news", payload);
});
