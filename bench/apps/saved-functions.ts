import { on } from "sio-serve";

const version = 0;

on("version", () => version);
