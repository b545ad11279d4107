const kinds = [noise, deepJson, pickleWithCode, prototypeKeys, almostRight];

/**
 * What makes no sense, or is meant to do harm, to whoever reads it: of each kind in turn, never two alike in a row.
 *
 * @param {number} index
 * @returns {Buffer}
 */
export function garbage(index) {
  return kinds[index % kinds.length](index);
}

/** @param {number} index */
function noise(index) {
  return Buffer.from(
    Array.from({ length: 1 + (index % 200) }, (_, at) => (Math.imul(index + at, 2_654_435_761) >>> 7) & 255),
  );
}

/** @param {number} index */
function deepJson(index) {
  const depth = 1 + (index % 500);
  return Buffer.from(
    `{"method":"emit","type":3,"uid":"x${index}","nsp":"/","data":${"[".repeat(depth)}${"]".repeat(depth)}}`,
  );
}

/**
 * What Python writes for an object that runs a command when it is read, by protocol 0.
 *
 * @param {number} index
 */
function pickleWithCode(index) {
  return Buffer.from(`cposix\nsystem\n(Vexit ${index}\ntR.`);
}

/** @param {number} index */
function prototypeKeys(index) {
  return Buffer.from(
    `{"method":"emit","event":"__proto__","__proto__":{"polluted":${index}},"constructor":{"prototype":{"polluted":true}}}`,
  );
}

/**
 * Names of servers, questions and rooms that nobody has heard of before: nothing may be kept of them.
 *
 * @param {number} index
 */
function almostRight(index) {
  return Buffer.from(
    `{"type":5,"method":"callback","host_id":"h${index}","uid":"u${index}","nsp":"/","sid":"s${index}","namespace":"/","id":${index},"args":[],"requestId":"r${index}"}`,
  );
}
