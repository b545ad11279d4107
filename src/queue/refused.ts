/** A message that cannot be delivered. `message` completes "A message was dropped: it …" and quotes nothing of what was sent. */
export class Refused extends Error {
  override readonly name = "Refused";
}
