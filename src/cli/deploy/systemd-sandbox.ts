import type { Line } from "../lines.ts";

/** What a server needs of the system. */
export interface Needs {
  /** To listen on a port below 1024. */
  readonly privileged: boolean;
  /** To read below /home or /root. */
  readonly home: boolean;
  /** That others may write to what it makes. */
  readonly open: boolean;
}

/** Takes everything else away from it: https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#Sandboxing */
export function sandbox({ privileged, home, open }: Needs): readonly Line[] {
  return [
    `UMask=${open ? "0000" : "0077"}`,
    "NoNewPrivileges=yes",
    `CapabilityBoundingSet=${privileged ? "CAP_NET_BIND_SERVICE" : ""}`,
    privileged && "AmbientCapabilities=CAP_NET_BIND_SERVICE",
    !privileged && "PrivateUsers=yes",
    "ProtectSystem=strict",
    `ProtectHome=${home ? "read-only" : "yes"}`,
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "ProtectClock=yes",
    "ProtectControlGroups=yes",
    "ProtectHostname=yes",
    "ProtectKernelLogs=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelTunables=yes",
    "ProtectProc=invisible",
    "LockPersonality=yes",
    "RemoveIPC=yes",
    "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK",
    "RestrictNamespaces=yes",
    "RestrictRealtime=yes",
    "RestrictSUIDSGID=yes",
    "SystemCallArchitectures=native",
    "SystemCallFilter=@system-service",
    "SystemCallFilter=~@privileged",
    "SystemCallErrorNumber=EPERM",
    "# MemoryDenyWriteExecute is missing: Node.js compiles JavaScript while it runs.",
  ];
}
