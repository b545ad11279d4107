import type { IncomingHttpHeaders } from "node:http";
import type { Seen } from "./report.ts";
import { brief } from "./show.ts";

/** What a proxy may have to be told. */
export type Topic = "upgrade" | "host" | "sticky" | "timeout" | "body" | "buffering";

/** A program or service that stands in front of servers. */
interface Proxy {
  readonly name: string;
  /** How it shows in the headers that {@link intermediariesIn} collects. */
  readonly shows: RegExp;
  readonly advice: Readonly<Partial<Record<Topic, string>>>;
}

const nginx = {
  upgrade:
    'In the location block of nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";',
  host: "In the location block of nginx: proxy_set_header Host $host; (with $http_host where the port is not the usual one)",
  sticky: "In the upstream block of nginx: ip_hash; or, behind another proxy, hash $http_x_forwarded_for consistent;",
  timeout: "In the location block of nginx: proxy_read_timeout 120s; proxy_send_timeout 120s;",
  body: "In the location block of nginx: client_max_body_size with what the server takes.",
  buffering: "In the location block of nginx: proxy_buffering off; proxy_cache off;",
} as const;

/** Those that say who they are, and how each is told. What is not here gets the general sentence. */
const proxies: readonly Proxy[] = [
  { name: "nginx", shows: /^server: (nginx|openresty)/i, advice: nginx },
  {
    name: "Apache",
    shows: /^server: apache/i,
    advice: {
      upgrade: "In Apache 2.4.47 or newer: ProxyPass /socket.io/ http://127.0.0.1:5000/socket.io/ upgrade=websocket",
      host: "In Apache: ProxyPreserveHost On",
      sticky: "In Apache: a cookie of mod_headers as ROUTEID, and ProxySet stickysession=ROUTEID for the balancer.",
      timeout: "In Apache: ProxyTimeout 120",
      body: "In Apache: LimitRequestBody with what the server takes.",
    },
  },
  {
    name: "Caddy",
    shows: /^(server|via): .*caddy/i,
    advice: { sticky: "In the reverse_proxy block of Caddy: lb_policy cookie, or lb_policy ip_hash" },
  },
  {
    name: "Envoy",
    shows: /^server: (envoy|istio-envoy)/i,
    advice: {
      upgrade: "In the route of Envoy: upgrade_configs: [{ upgrade_type: websocket }]",
      sticky: "In Envoy: lb_policy: RING_HASH and a hash_policy of the route (a cookie, or the address of the client).",
      timeout: "In the route of Envoy: timeout: 0s, and an idle_timeout of 120s; its own limit for an answer is 15 s.",
    },
  },
  {
    name: "Cloudflare",
    shows: /^(server: cloudflare|cf-ray)/i,
    advice: { upgrade: "In the dashboard of Cloudflare: Network → WebSockets on." },
  },
  {
    name: "Heroku",
    shows: /^via: .*(vegur|heroku)/i,
    advice: { sticky: "heroku features:enable http-session-affinity" },
  },
  {
    name: "Google Cloud Load Balancing",
    shows: /^via: 1\.1 google/i,
    advice: {
      sticky: "In the backend service: session affinity by client address or generated cookie.",
      timeout:
        "In the backend service: a timeout of more than 30 s; a WebSocket is cut after that time too, idle or not.",
    },
  },
  {
    name: "AWS",
    shows: /^(server: awselb|via: .*cloudfront|x-amz-cf-id|set-cookie: AWSALB)/i,
    advice: {
      sticky: "In the target group: turn stickiness on, by a cookie of the load balancer.",
      timeout: "In the load balancer: an idle timeout of 120 s.",
    },
  },
  {
    name: "IIS",
    shows: /^server: microsoft-iis/i,
    advice: {
      upgrade: "In Windows: install the feature WebSocket Protocol of IIS.",
      sticky: "In ARR: turn client affinity on.",
    },
  },
];

/** What to say where it is not known who stands in between. */
const general: Readonly<Record<Topic, string>> = {
  upgrade: "Make the proxy pass the headers Upgrade and Connection on, over HTTP/1.1.",
  host: "Make the proxy pass the header Host on as the browser sent it.",
  sticky: "Make the load balancer send all requests of a client to the same process: by its address, or by a cookie.",
  timeout: "Make the proxy wait longer for a silent server: 120 s is enough for the usual heartbeat.",
  body: "Make the proxy take bodies as large as the server does.",
  buffering: "Make the proxy hand answers on at once: the header X-Accel-Buffering: no, or its own setting.",
};

/** How to tell the proxy that was seen; where none was, the general sentence and nginx as the example. */
export function advise(topic: Topic, { intermediaries = [] }: Seen): { readonly say: string }[] {
  const known = proxies.filter(({ shows }) => intermediaries.some((header) => shows.test(header)));
  const told = known.flatMap(({ advice }) => advice[topic] ?? []);
  return (told.length > 0 ? told : [general[topic], nginx[topic]]).map((say) => ({ say }));
}

const telling = [
  "server",
  "via",
  "x-powered-by",
  "x-cache",
  "x-served-by",
  "cf-ray",
  "x-amz-cf-id",
  "x-accel-buffering",
];

/** The headers that name the programs in between, or the server. Of cookies, only those that a balancer is known by. */
export function intermediariesIn(headers: IncomingHttpHeaders): string[] {
  const named = telling.flatMap((name) => (headers[name] === undefined ? [] : brief(`${name}: ${headers[name]}`)));
  const cookies = (headers["set-cookie"] ?? []).filter((cookie) => /^(AWSALB|ARRAffinity|GCLB)/.test(cookie));
  return [...named, ...cookies.map((cookie) => `set-cookie: ${cookie.split("=", 1)[0]}`)];
}
