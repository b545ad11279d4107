import { nsp, on } from "sio-serve";
import * as z from "zod";

const text = z.string().min(1).max(10_000);

on("echo", text, (payload) => payload);
on("broadcast", text, (payload) => {
  nsp.emit("news", payload);
});
