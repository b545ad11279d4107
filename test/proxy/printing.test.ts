import { beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { runCli } from "../_support/cli.ts";
import { complaint, needProgram, programNames } from "./programs.ts";

const print = async (...args: string[]) => {
  const { status, stdout, stderr } = await runCli(["proxy", ...args]);
  expect([status, stderr]).toEqual([0, ""]);
  return stdout;
};

/** Settings that change what is written. */
const cases: readonly (readonly [name: string, args: readonly string[]])[] = [
  ["the defaults", []],
  ["a name and a port", ["--name", "chat.example.com", "--listen", "8080"]],
  ["an IPv6 address", ["--upstream", "[::1]:5000", "--listen", "[::1]:8080"]],
  ["several servers", ["--upstream", "10.0.0.1:5000", "--upstream", "10.0.0.2:5000"]],
  [
    "several for WebSocket only",
    ["--upstream", "10.0.0.1:5000", "--upstream", "10.0.0.2:5000", "--transports", "websocket"],
  ],
  [
    "a path at the root, no health",
    ["--path", "/", "--no-health", "--upstream", "10.0.0.1:5000", "--upstream", "10.0.0.2:1"],
  ],
  [
    "TLS on another machine",
    ["--tls-cert", "c.pem", "--tls-key", "k.pem", "--upstream", "10.0.0.1:5000", "--name", "chat.example.com"],
  ],
  ["TLS on another machine, no name", ["--tls-cert", "c.pem", "--tls-key", "k.pem", "--upstream", "10.0.0.1:5000"]],
];

describe.each(programNames)("%s takes what is written for", (name) => {
  beforeEach((context) => needProgram(name, context));
  // A port of the tests' own: checking a configuration opens its ports.
  test.each(cases)("%s", async (_, args) => {
    const listen = args.includes("--listen") ? [] : ["--listen", "127.0.0.1:18080"];
    expect(await complaint(name, await print(name, ...args, ...listen))).toBeUndefined();
  });
});

test.each(cases)("what is written for Traefik is YAML: %s", async (_, args) => {
  const written = parse(await print("traefik", ...args)) as { http: { routers: object; services: object } };
  expect(Object.keys(written)).toEqual(["http"]);
  expect(written.http.routers).toMatchObject({ "sio-serve": { entryPoints: ["web"], service: "sio-serve" } });
  expect(written.http.services).toMatchObject({
    "sio-serve": {
      loadBalancer: { passHostHeader: true, servers: expect.arrayContaining([{ url: expect.any(String) }]) },
    },
  });
});

test("Traefik keeps a client at its server by a cookie, only where there are several and clients may poll", async () => {
  const two = ["--upstream", "10.0.0.1:5000", "--upstream", "10.0.0.2:5000"];
  const balancer = async (...args: string[]) =>
    (parse(await print("traefik", ...args)) as { http: { services: { "sio-serve": { loadBalancer: object } } } }).http
      .services["sio-serve"].loadBalancer;
  expect(await balancer(...two)).toMatchObject({
    sticky: { cookie: { name: "sio_server" } },
    healthCheck: { path: "/readyz" },
  });
  expect(await balancer()).not.toHaveProperty("sticky");
  expect(await balancer(...two, "--transports", "websocket")).not.toHaveProperty("sticky");
});

test.each([
  ["nginx", "proxy_read_timeout 130s;"],
  ["haproxy", "timeout tunnel 130s"],
])("%s waits longer than the heartbeat takes", async (name, line) => {
  expect(await print(name, "--ping-interval", "50s", "--ping-timeout", "70s")).toContain(line);
});

test("nginx takes messages as large as the server does", async () => {
  expect(await print("nginx", "--max-http-buffer-size", "5mib")).toContain("client_max_body_size 5120k;");
});

test.each([
  [[], "--trust-proxy loopback,"],
  [["--upstream", "10.0.0.1:5000"], "--trust-proxy uniquelocal,"],
])("%j: it says whom the servers must trust", async (args, advice) => {
  expect(await print("caddy", ...args)).toContain(advice);
  expect(await print("caddy", ...args, "--trust-proxy", "1")).not.toContain("--trust-proxy");
});

test.each([
  [
    ["nginx", "--upstream", "chat"],
    '--upstream must be a host with a port, such as 127.0.0.1:5000, or unix:/path, not "chat".',
  ],
  [["nginx", "--upstream", "a:70000"], "--upstream must be"],
  [["nginx", "--upstream", "unix:/a;b"], "--upstream must be"],
  [["nginx", "--upstream", "[::g]:1"], "--upstream must be"],
  [
    ["nginx", "--listen", "all"],
    '--listen must be a port, or an address with a port such as 127.0.0.1:8080, not "all".',
  ],
  [["nginx", "--name", "a b; evil"], '--name must be the name of a domain, such as chat.example.com, not "a b; evil".'],
  [["nginx", "--port", "0"], "A proxy needs a port that stays the same, and the port is 0."],
  [["nginx", "--port", "auto"], "and the port is auto."],
  [["traefik", "--unix-socket", "a.sock"], "Traefik cannot reach a server on a Unix socket."],
  [["apache"], "nginx, caddy, haproxy, traefik"],
  [[], "proxy"],
])("%j is a mistake on the command line", async (args, message) => {
  const { status, stdout, stderr } = await runCli(["proxy", ...args]);
  expect([status, stdout]).toEqual([64, ""]);
  expect(stderr).toContain(message);
});

test("a path in which nginx would see more than a path is not written", async () => {
  const { status, stderr } = await runCli(["proxy", "nginx", "--path", "/a{b;c"]);
  expect([status, stderr]).toEqual([64, expect.stringContaining("/a{b;c")]);
});
