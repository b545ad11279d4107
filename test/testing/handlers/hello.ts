import { on } from "sio-serve";

on("hello", (name: string) => `Hello ${name}`);
