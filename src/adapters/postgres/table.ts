import type { Query } from "./query.ts";

/** The table of the official adapter for what is binary or large. */
export const table = "socket_io_attachments";

/** What makes it. */
const create = `CREATE TABLE IF NOT EXISTS ${table} (id bigserial UNIQUE, created_at timestamptz DEFAULT now(), payload bytea);`;

/** What whoever may do so can run for a user who may not. */
export const remedy = `${create} GRANT SELECT, INSERT, DELETE ON ${table} TO the_user;`;

/** Of the locks that programs agree on by number, the one for making the table: without it, one of two that make it at once fails. */
const lock = 7_366_001;

/** Makes the table if it is not there; a user who may not make tables needs one that is. Rejects, as the database would, if the user may not use it. */
export async function ensureTable(query: Query): Promise<void> {
  const rights = ["SELECT", "INSERT", "DELETE"].map(
    (right) => `has_table_privilege(to_regclass('${table}'), '${right}')`,
  );
  const { rows } = await query(`SELECT ${rights.join(" AND ")} AS allowed`);
  const [{ allowed } = {}] = rows;
  if (allowed === false) throw Object.assign(new Error(`permission denied for table ${table}`), { code: "42501" });
  // Both run in one transaction, at whose end the lock is given back.
  if (allowed === null) await query(`SELECT pg_advisory_xact_lock(${lock}); ${create}`);
}
