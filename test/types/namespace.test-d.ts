import { event, Namespace } from "sio-serve";
import * as v from "valibot";
import * as z from "zod";

const Message = z.object({ text: z.string(), at: z.string().transform(Number) });

// @event takes any method, and with a schema those that accept what the schema returns.
export class Chat extends Namespace {
  @event named(text: string) {
    return text;
  }
  @event("by name") byName(text: string) {
    return text;
  }
  @event("checked", Message) checked({ text, at }: { text: string; at: number }) {
    return `${text} ${at}`;
  }
  @event("less", Message) less() {}
  @event("list", [v.string(), z.number()]) async list(_text: string, _count: number) {}
  @event("one", z.string())
  @event("two", z.number())
  either(_value: string | number) {}

  // @ts-expect-error: it is a number once it is checked
  @event("wrong", Message) wrong(_message: { at: string }) {}
  // @ts-expect-error: the second is a number
  @event("wrong list", [v.string(), z.number()]) wrongList(_text: string, _count: string) {}
  // @ts-expect-error: the schema gives one argument
  @event("more", z.string()) more(_text: string, _more: number) {}
  // @ts-expect-error: not a schema
  @event("none", {}) none() {}
}
