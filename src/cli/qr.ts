/** A QR code in half blocks, light on dark as terminals are; phones read it the other way round too. */
export async function qrCode(url: string): Promise<string> {
  // Loaded here because hardly any server shows one.
  const { renderUnicodeCompact } = await import("uqr");
  const lines = renderUnicodeCompact(url, { border: 2 }).split("\n");
  return `${lines.map((line) => `  ${line}`).join("\n")}\n\n`;
}
