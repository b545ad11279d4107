import { hot } from "sio-serve";

/** Somebody who plays; places and speeds are in units of the field, a second. */
export interface Player {
  /** A small number, because it travels in every snapshot. */
  readonly id: number;
  readonly name: string;
  x: number;
  y: number;
  /** Where they steer: a vector of length 0 to 1. */
  steer: readonly [number, number];
  score: number;
}

/** A place on the field. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** The numbers of the game. Change one and save: it is in force at once. */
export const rules = { width: 1200, height: 800, speed: 320, playerRadius: 22, crystals: 7, crystalRadius: 14 };

interface World {
  readonly players: Map<string, Player>;
  crystals: readonly Place[];
  lastId: number;
}

// hot.data outlives a save of this file, so that nobody falls out of the game while you edit.
hot.data.world ??= {
  players: new Map(),
  crystals: Array.from({ length: rules.crystals }, anywhere),
  lastId: 0,
};
const world: World = hot.data.world;

/** Everybody who plays, by sid. */
export const players: ReadonlyMap<string, Player> = world.players;

/** Lets somebody in, anywhere on the field. */
export function enter(sid: string, name: string): Player {
  world.lastId = (world.lastId + 1) % 65_536;
  const player: Player = { id: world.lastId, name, ...anywhere(), steer: [0, 0], score: 0 };
  world.players.set(sid, player);
  return player;
}

/** Takes somebody off the field. */
export function leave(sid: string): void {
  world.players.delete(sid);
}

/** Where the crystals are. */
export function crystals(): readonly Place[] {
  return world.crystals;
}

/** Moves everybody on by so many seconds. `true` if somebody has caught a crystal; a new one is elsewhere then. */
export function step(seconds: number): boolean {
  let caught = false;
  for (const player of world.players.values()) {
    const [dx, dy] = player.steer;
    player.x = within(player.x + dx * rules.speed * seconds, rules.width);
    player.y = within(player.y + dy * rules.speed * seconds, rules.height);
    const left = world.crystals.filter((crystal) => !touches(player, crystal));
    const points = world.crystals.length - left.length;
    if (points === 0) continue;
    player.score += points;
    world.crystals = [...left, ...Array.from({ length: points }, anywhere)];
    caught = true;
  }
  return caught;
}

function touches(player: Player, crystal: Place): boolean {
  return Math.hypot(player.x - crystal.x, player.y - crystal.y) < rules.playerRadius + rules.crystalRadius;
}

function within(value: number, end: number): number {
  return Math.min(Math.max(value, rules.playerRadius), end - rules.playerRadius);
}

function anywhere(): Place {
  return { x: 60 + Math.random() * (rules.width - 120), y: 60 + Math.random() * (rules.height - 120) };
}
