/**
 * The request at a URL, with a body that is known to be no longer than `maxBytes`; `undefined` if it is. One that does not tell its length
 * is read as far as that.
 */
export async function withinLimit(request: Request, url: URL, maxBytes: number): Promise<Request | undefined> {
  const told = request.headers.get("content-length");
  if (Number(told) > maxBytes) return undefined;
  if (!request.body || told !== null) return URL.canParse(request.url) ? request : new Request(url, request);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  const { method, headers, signal } = request;
  return new Request(url, { method, headers, signal, body: Buffer.concat(chunks) });
}
