import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { hot } from "sio-serve";

interface Account {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

// In memory: a database is what should stand here. hot.data outlives a save of this file.
hot.data.accounts ??= new Map();
const accounts: Map<string, Account> = hot.data.accounts;

/** Whether this is the password of this user. A name that is new has a new account with it. */
export async function signIn(name: string, password: string): Promise<boolean> {
  const { salt, hash } = accounts.get(name) ?? (await open(name, password));
  return timingSafeEqual(hash, await derive(password, salt, hash.length));
}

async function open(name: string, password: string): Promise<Account> {
  const salt = randomBytes(16);
  const account = { salt, hash: await derive(password, salt, 32) };
  // Somebody may have been quicker while this was computed.
  if (!accounts.has(name)) accounts.set(name, account);
  return accounts.get(name) ?? account;
}
