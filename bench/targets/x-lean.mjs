export const target = { about: "x", command: ({ node }) => ["env", "V=" + (process.env.V ?? ""), node, "x-lean.mjs"] };
