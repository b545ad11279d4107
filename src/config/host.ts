import { isIPv6 } from "node:net";
import { text } from "./kinds.ts";

/** Where this machine listens: a name, or an address without brackets. */
export const hostName = text({
  expects: "the name or address of this machine, without scheme or port",
  placeholder: "name",
  fits: (host) => isIPv6(host) || !/[\s/:]/.test(host),
});
