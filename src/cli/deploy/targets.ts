import { docker } from "./docker.ts";
import { kubernetes } from "./kubernetes.ts";
import { systemd } from "./systemd.ts";
import type { Target } from "./target.ts";

/** Every target that files can be written for. */
export const targets = { docker, systemd, k8s: kubernetes } satisfies Record<string, Target>;

/** The name of one. */
export type TargetName = keyof typeof targets;
