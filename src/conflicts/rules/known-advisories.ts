import type { Level } from "../../lib/finding.ts";

/** The day on which the table of advisories was last compared with what is published. */
export const advisoriesAsOf = "2026-11-23";

/** A version with a hole or a break that is known. */
export interface Advisory {
  readonly range: string;
  /** As others call it; none where it is known by its description only. */
  readonly ids: readonly string[];
  readonly why: string;
  /** The first version without it, of all major versions. */
  readonly fixedIn: string;
}

/** What is known of one package. */
export interface Advised {
  readonly id: string;
  readonly package: string;
  readonly level: Level;
  /** What comes of it, as a sentence. */
  readonly consequence: string;
  readonly advisories: readonly Advisory[];
  /** A version with all of it, and one with none. */
  readonly example: string;
  readonly nearMiss: string;
  readonly alongside?: readonly string[];
}

/** As of {@link advisoriesAsOf}. Only the copy that the server loads counts. */
export const advised: readonly Advised[] = [
  {
    id: "C37",
    package: "socket.io-parser",
    level: "warning",
    consequence: "Anyone who can connect can end the process or fill its memory.",
    example: "4.2.0",
    nearMiss: "4.2.7",
    advisories: [
      {
        range: ">=4.0.0 <4.2.7 || >=3.4.0 <3.4.5 || <3.3.6",
        ids: ["CVE-2026-69185", "GHSA-2m8v-j782-fhvr"],
        why: "a packet that announces no attachments can exhaust the memory",
        fixedIn: "4.2.7",
      },
      {
        range: ">=4.0.0 <4.2.6",
        ids: ["CVE-2026-33151"],
        why: "a packet can announce any number of attachments",
        fixedIn: "4.2.6",
      },
      {
        range: ">=4.0.4 <4.2.3",
        ids: ["CVE-2023-32695"],
        why: "a packet with an event name of its own choice ends the process",
        fixedIn: "4.2.3",
      },
      {
        range: ">=4.1.0 <4.2.1 || >=4.0.0 <4.0.5",
        ids: ["CVE-2022-2421"],
        why: "attachments can replace functions (critical)",
        fixedIn: "4.2.1",
      },
    ],
  },
  {
    // GHSA-gr94-w7qr-f4j3 is left out: it needs the transport WebTransport, which this server does not offer.
    id: "C38",
    package: "engine.io",
    level: "warning",
    consequence: "Anyone who can reach the server can end the process or use up its connections.",
    example: "6.1.0",
    nearMiss: "6.6.12",
    advisories: [
      {
        range: ">=4.1.0 <6.6.7",
        ids: ["CVE-2026-59725", "GHSA-r635-g3xr-vw7x"],
        why: "invalid binary requests exhaust the connections of polling",
        fixedIn: "6.6.7",
      },
      {
        range: ">=5.1.0 <6.4.2",
        ids: ["CVE-2023-31125"],
        why: "a packet of a client ends the process",
        fixedIn: "6.4.2",
      },
      { range: ">=4.0.0 <6.2.1", ids: ["CVE-2022-41940"], why: "a request ends the process", fixedIn: "6.2.1" },
      {
        range: ">=6.0.0 <6.1.1 || >=5.0.0 <5.2.1 || >=4.0.0 <4.1.2",
        ids: ["CVE-2022-21676"],
        why: "a request ends the process",
        fixedIn: "6.1.1",
      },
    ],
  },
  {
    id: "C39",
    package: "ws",
    level: "warning",
    consequence: "Anyone who can connect can end the process or fill its memory.",
    example: "8.16.0",
    nearMiss: "8.21.0",
    advisories: [
      {
        range: ">=8.0.0 <8.21.0",
        ids: ["CVE-2026-48779"],
        why: "a message in tiny fragments can exhaust the memory",
        fixedIn: "8.21.0",
      },
      {
        range: ">=8.0.0 <8.20.1",
        ids: ["CVE-2026-45736"],
        why: "closed in 8.20.1",
        fixedIn: "8.20.1",
      },
      {
        range: ">=8.0.0 <8.17.1",
        ids: ["CVE-2024-37890"],
        why: "a request with many headers ends the process",
        fixedIn: "8.17.1",
      },
    ],
  },
  {
    id: "C40",
    package: "socket.io",
    level: "warning",
    consequence: "Anyone who can connect can end the process.",
    example: "4.6.1",
    nearMiss: "4.8.4",
    alongside: ["C41"],
    advisories: [
      {
        range: ">=3.0.0 <4.6.2 || <2.5.1",
        ids: ["CVE-2024-38355"],
        why: 'an event named "error" ends the process',
        fixedIn: "4.6.2",
      },
    ],
  },
  {
    // Seen: 50 acks were left with 4.8.3, none with 4.8.4.
    id: "C41",
    package: "socket.io",
    level: "warning",
    consequence: "A server that asks for such acks grows until it is restarted.",
    example: "4.8.3",
    nearMiss: "4.8.4",
    advisories: [
      {
        range: ">=4.5.0 <4.8.4",
        ids: ["socket.io issue 4984"],
        why: "each broadcast with an ack that times out leaves memory behind",
        fixedIn: "4.8.4",
      },
    ],
  },
  {
    // engine.io from 6.6.2 on asks for one that is mended. socket.io issue 5206.
    id: "C43",
    package: "cookie",
    level: "info",
    consequence: "Only code that sets cookies from what clients send is in danger.",
    example: "0.4.2",
    nearMiss: "0.7.2",
    advisories: [
      {
        range: "<0.7.0",
        ids: ["GHSA-pxg6-pf52-xh8x"],
        why: "names and paths of cookies are taken as they are",
        fixedIn: "0.7.0",
      },
    ],
  },
];
