import { nsp, on, request } from "sio-serve";

on("hello", (name: string) => {
  nsp.emit("greeted", name, request.sid); // to everybody who is connected
  return `Hello ${name}`; // to the one who asked
});
