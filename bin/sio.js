#!/usr/bin/env node
import "./sio-serve.js";
