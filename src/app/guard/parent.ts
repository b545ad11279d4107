import type { Namespace, Server } from "socket.io";
import type { Version } from "../plain/scope.ts";
import type { Which } from "../plain/slots.ts";
import type { Claims } from "./claims.ts";
import type { Space } from "./space.ts";

/** Decides by a function which dynamic namespaces there are, as `io.of` takes it. */
export type Matcher = Exclude<Parameters<Server["of"]>[0], string | RegExp>;
type Auth = Parameters<Matcher>[1];

/** What `io.of(/…/)` or `io.of(function)` made: the parent of dynamic namespaces. */
export interface Parent {
  readonly space: Space;
  /** Equal keys mean the same children. */
  readonly key: string;
  readonly claims: Claims;
  /** The decision of each version; all decide alike where it is a regular expression. */
  readonly matchers: WeakMap<Version, Matcher>;
  /** The decision where no version made it. */
  readonly matcher: Matcher;
}

/** A name for what a regular expression or a function matches: functions cannot be told apart. */
export function keyOf(matcher: RegExp | Matcher): string {
  return matcher instanceof RegExp ? String(matcher) : "function";
}

/** What decides, for one of these versions; `undefined` if none of them wants this parent. */
export function matcherFor({ claims, matchers, matcher }: Parent, which?: Which): Matcher | undefined {
  const version = claims.by(which);
  if (version) return matchers.get(version) ?? matcher;
  return claims.hold(which) ? matcher : undefined;
}

/** What Socket.IO is given to decide by: an expression that matches nothing while nobody wants it, or a function that asks. */
export function standIn(matcher: RegExp | Matcher, inForce: () => Matcher | undefined): RegExp | Matcher {
  if (matcher instanceof RegExp) {
    const expression = new RegExp(matcher);
    expression.test = (name) => inForce() !== undefined && matcher.test(name);
    return expression;
  }
  return (name, auth, next) => {
    const decide = inForce();
    if (decide) decide(name, auth, next);
    else next(null, false);
  };
}

/** The decision of a regular expression as a function. */
export function asMatcher(matcher: RegExp | Matcher): Matcher {
  return matcher instanceof RegExp ? (name, _auth, next) => next(null, matcher.test(name)) : matcher;
}

/** Whether a namespace of that name may exist. */
export function accepts(matcher: Matcher, { name }: Namespace, auth: Auth): Promise<boolean> {
  return new Promise((resolve) => matcher(name, auth, (error, allowed) => resolve(!error && allowed)));
}
