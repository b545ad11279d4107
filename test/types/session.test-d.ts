import { type Session, session } from "sio-serve";
import { expectTypeOf } from "vitest";

declare module "sio-serve" {
  interface Session {
    /** Only for these tests. */
    nameForTypeTests?: string;
  }
}

expectTypeOf(session).toEqualTypeOf<Session>();
expectTypeOf(session.nameForTypeTests).toEqualTypeOf<string | undefined>();
expectTypeOf(session.somethingElse).toBeUnknown();
// @ts-expect-error: it is text
session.nameForTypeTests = 1;
