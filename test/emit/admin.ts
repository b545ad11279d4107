/** A token as somebody would make it. */
export const token = "0123456789abcdef0123456789abcdef";

/** What the admin port answered. */
export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** Sends an object, or text as it is, to `POST /emit`. */
export function post(
  url: string,
  body: object | string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  return ask(`${url}/emit`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "Content-Type": "application/json", ...headers },
  });
}

/** Asks the admin port, with the token unless another is given. */
export async function ask(url: string, { headers, ...request }: RequestInit = {}): Promise<Answered> {
  const response = await fetch(url, { ...request, headers: { Authorization: `Bearer ${token}`, ...headers } });
  return { status: response.status, body: await response.json(), headers: response.headers };
}
