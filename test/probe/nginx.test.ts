import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { probe } from "../../src/probe/probe.ts";
import { startCli } from "../_support/cli.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { needs } from "../_support/needs.ts";
import { issue, noCertificates } from "../server/certificates.ts";
import { freePort, serveBare } from "./deployments.ts";
import { finding, idsOf } from "./found.ts";
import { needNginx, passOn, startNginx } from "./nginx.ts";

beforeEach(needNginx);

const always = "P64";

/** An upstream called `app` of these ports. */
const upstream = (ports: readonly number[], how = "") =>
  `upstream app { ${how} ${ports.map((port) => `server 127.0.0.1:${port};`).join(" ")} }`;

const location = (inside: string) => `location / { proxy_pass http://app; ${inside} }`;

test("configured right: nothing that nginx does is found", async () => {
  await using server = await serveBare();
  const nginx = await startNginx({ http: upstream([server.port]), server: location(passOn) });
  const report = await probe(nginx.url);
  expect(idsOf(report)).toEqual([always]);
  expect(report.server).toMatchObject({
    upgraded: true,
    sessions: { lost: 0 },
    intermediaries: [expect.stringMatching(/^server: nginx/)],
  });
});

test("sio-serve behind nginx configured right: nothing to find", async () => {
  await using folder = await temporaryFolder({ "h.js": 'import { on } from "sio-serve";\non("a", () => {});\n' });
  await using server = await startCli(["h.js", "--port", "0", "--ping-interval", "300ms"], { cwd: folder.path });
  const port = Number(new URL(server.url).port);
  const nginx = await startNginx({ http: upstream([port]), server: location(passOn) });
  expect((await probe(nginx.url)).findings).toEqual([]);
});

test("sio-serve behind nginx that does not pass the host on: its own pages are refused", async () => {
  await using folder = await temporaryFolder({ "h.js": 'import { on } from "sio-serve";\non("a", () => {});\n' });
  await using server = await startCli(["h.js", "--port", "0"], { cwd: folder.path });
  const port = Number(new URL(server.url).port);
  const nginx = await startNginx({
    http: upstream([port]),
    server: location(passOn.replace("Host $http_host", "Host $proxy_host")),
  });
  const report = await probe(nginx.url, { idleMs: 0 });
  expect(idsOf(report)).toEqual(["P60"]);
  expect(finding(report, "P60").fixes[0]?.say).toContain("proxy_set_header Host $host;");
});

test("without the headers of an upgrade", async () => {
  await using server = await serveBare();
  const nginx = await startNginx({ http: upstream([server.port]), server: location("") });
  const report = await probe(nginx.url);
  expect(idsOf(report)).toEqual(["P40"]);
  expect(finding(report, "P40").fixes[0]?.say).toContain("proxy_set_header Upgrade $http_upgrade;");
  expect(report.server.transports).toEqual(["polling"]);
});

test("without the headers of an upgrade, for a server of WebSocket only", async () => {
  await using server = await serveBare({ transports: ["websocket"] });
  const nginx = await startNginx({ http: upstream([server.port]), server: location("") });
  expect(finding(await probe(nginx.url), "P46").what).toContain("a proxy drops the header Upgrade");
});

test("a short proxy_read_timeout cuts both transports before the heartbeat", async () => {
  await using server = await serveBare({ pingInterval: 25_000, pingTimeout: 20_000 });
  const nginx = await startNginx({
    http: upstream([server.port]),
    server: location(`${passOn} proxy_buffering on; proxy_read_timeout 1s;`),
  });
  const report = await probe(nginx.url);
  expect(idsOf(report)).toEqual([always, "P70", "P70"]);
  expect(report.findings.filter(({ id }) => id === "P70").map(({ where }) => where[0])).toEqual([
    expect.stringContaining("504 Gateway Timeout"),
    expect.stringContaining("1006"),
  ]);
  expect(finding(report, "P70").fixes[0]?.say).toContain("proxy_read_timeout");
});

test("a body limit below the server's", async () => {
  await using server = await serveBare();
  const nginx = await startNginx({
    http: upstream([server.port]),
    server: location(`${passOn} client_max_body_size 10k;`),
  });
  const report = await probe(nginx.url, { idleMs: 0 });
  expect(idsOf(report)).toEqual(["P33", always]);
  expect(finding(report, "P33").what).toBe("A proxy refuses messages of 1 MB, which the server would take");
});

test("two servers in turn", async () => {
  await using one = await serveBare();
  await using other = await serveBare();
  const nginx = await startNginx({ http: upstream([one.port, other.port]), server: location(passOn) });
  const report = await probe(nginx.url);
  expect(idsOf(report)).toEqual(["P50", always]);
  expect(finding(report, "P50").fixes[0]?.say).toContain("ip_hash");
});

test("two servers by the address of the client", async () => {
  await using one = await serveBare();
  await using other = await serveBare();
  const nginx = await startNginx({ http: upstream([one.port, other.port], "ip_hash;"), server: location(passOn) });
  const report = await probe(nginx.url);
  expect(idsOf(report)).toEqual([always]);
  expect(report.server.sessions).toEqual({ tried: 20, lost: 0 });
});

test("two servers by a cookie", async () => {
  await using one = await serveBare();
  await using other = await serveBare();
  const nginx = await startNginx({
    http: `
      upstream one { server 127.0.0.1:${one.port}; } upstream other { server 127.0.0.1:${other.port}; }
      map "$request_method $cookie_route" $chosen { "~ one$" one; "~^GET" one; default other; }`,
    server: `location / { proxy_pass http://$chosen; add_header Set-Cookie "route=$chosen; Path=/"; ${passOn} }`,
  });
  const report = await probe(nginx.url, { idleMs: 0 });
  expect(idsOf(report)).toEqual(["P51", always]);
  expect(finding(report, "P51").what).toContain("Only the cookie route keeps");
  expect(finding(report, "P51").where).toEqual([expect.stringContaining("10 of 10 without")]);
});

test("a cache in front of handshakes", async () => {
  await using server = await serveBare();
  const nginx = await startNginx({
    http: `proxy_cache_path cache keys_zone=c:1m; ${upstream([server.port])}`,
    server: location(
      `${passOn} proxy_cache c; proxy_cache_key $request_uri; proxy_ignore_headers Cache-Control Vary; proxy_cache_valid 200 1m;`,
    ),
  });
  expect(finding(await probe(nginx.url, { idleMs: 0, timeoutMs: 1_000 }), "P31").level).toBe("fatal");
});

test("nobody behind it", async () => {
  const nginx = await startNginx({ http: upstream([await freePort()]), server: location(passOn) });
  expect(idsOf(await probe(nginx.url))).toEqual(["P12"]);
});

test("one dead process of two", async () => {
  await using server = await serveBare();
  const dead = await freePort();
  const nginx = await startNginx({
    http: `upstream app { server 127.0.0.1:${server.port} max_fails=0; server 127.0.0.1:${dead} max_fails=0; }`,
    server: location(`${passOn} proxy_next_upstream off;`),
  });
  const report = await probe(nginx.url, { idleMs: 0 });
  expect(finding(report, "P52").where).toEqual([expect.stringContaining("502 Bad Gateway")]);
  expect(idsOf(report)).not.toContain("P50");
});

test("a redirect to https", async () => {
  const nginx = await startNginx({ server: "return 301 https://$host$request_uri;" });
  const report = await probe(nginx.url);
  expect(idsOf(report)).toEqual(["P10"]);
  expect(finding(report, "P10").fixes[0]?.say).toContain("sio doctor --url https://127.0.0.1/");
});

test("http for its TLS port, and TLS in front of a server without", async (context) => {
  needs(context, noCertificates);
  await using certificates = await temporaryFolder();
  const cert = await issue(certificates.path, { as: "server", name: "localhost" });
  await using server = await serveBare();
  const nginx = await startNginx({
    http: upstream([server.port]),
    listen: "ssl",
    server: `ssl_certificate cert.pem; ssl_certificate_key key.pem; ${location(passOn)}`,
    files: { "cert.pem": cert, "key.pem": await readFile(join(certificates.path, "localhost.key"), "utf8") },
  });
  expect(idsOf(await probe(nginx.url.replace("https", "http")))).toEqual(["P07"]);
  expect(idsOf(await probe(nginx.url, { insecure: true }))).toEqual(["P20", "P23", always]);
});
