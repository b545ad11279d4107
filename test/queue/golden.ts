/** A message as a release of python-socketio writes it, and what it says. */
export interface Golden {
  readonly call: string;
  readonly bytes: Buffer;
  /** The event and its arguments as clients get them. */
  readonly emits: readonly [event: string, ...args: unknown[]];
}

const host = "b0ecb57de1004e03a30b2a9b97ee4d2f";

/** `data` of each call, as the releases from 5.14 on write it; `undefined` where they throw. */
const written = [
  { event: "str", call: "emit('str', 'hello')", raw: '"hello"', list: '["hello"]' },
  { event: "obj", call: "emit('obj', {'a': 1})", raw: '{"a": 1}', list: '[{"a": 1}]' },
  { event: "none", call: "emit('none')", raw: "null", list: "[null]" },
  { event: "list", call: "emit('list', [1, 2])", raw: "[1, 2]", list: "[[1, 2]]" },
  { event: "tuple", call: "emit('tuple', (1, 'two'))", raw: '[1, "two"]', list: '[1, "two"]' },
  { event: "nan", call: "emit('nan', {'x': nan})", raw: '{"x": NaN}', list: '[{"x": NaN}]' },
] as const;

const structure = '{"b": {"_placeholder": true, "num": 0}, "l": [{"_placeholder": true, "num": 1}]}';
const addressed = '"namespace": "/chat", "room": ["r1", "r2"], "skip_sid": "SID123", "callback": null';
const toAll = '"namespace": "/", "room": null, "skip_sid": null, "callback": null';

const said: Readonly<Record<string, readonly unknown[]>> = {
  str: ["hello"],
  obj: [{ a: 1 }],
  none: [],
  list: [[1, 2]],
  tuple: [1, "two"],
  nan: [{ x: null }],
  bytes: [{ b: Buffer.from([0, 1]), l: [Buffer.from([2])] }],
};

/** What the releases 5.7.2 and 5.13.0 write: pickles of protocol 4, captured from Flask-SocketIO 5.3.2 with python-socketio 5.7.2. */
export const pickled: readonly Golden[] = Object.entries({
  str:
    "8004958f000000000000007d94288c066d6574686f64948c04656d6974948c056576656e74948c03737472948c0464617461" +
    "948c0568656c6c6f948c096e616d657370616365948c012f948c04726f6f6d944e8c08736b69705f736964944e8c0863616c" +
    "6c6261636b944e8c07686f73745f6964948c2061306462663666633136373334633265396533363631313661383061313539" +
    "3094752e",
  obj:
    "80049590000000000000007d94288c066d6574686f64948c04656d6974948c056576656e74948c036f626a948c0464617461" +
    "947d948c0161944b01738c096e616d657370616365948c012f948c04726f6f6d944e8c08736b69705f736964944e8c086361" +
    "6c6c6261636b944e8c07686f73745f6964948c20613064626636666331363733346332653965333636313136613830613135" +
    "393094752e",
  none:
    "80049589000000000000007d94288c066d6574686f64948c04656d6974948c056576656e74948c046e6f6e65948c04646174" +
    "61944e8c096e616d657370616365948c012f948c04726f6f6d944e8c08736b69705f736964944e8c0863616c6c6261636b94" +
    "4e8c07686f73745f6964948c20613064626636666331363733346332653965333636313136613830613135393094752e",
  list:
    "80049590000000000000007d94288c066d6574686f64948c04656d6974948c056576656e74948c046c697374948c04646174" +
    "61945d94284b014b02658c096e616d657370616365948c012f948c04726f6f6d944e8c08736b69705f736964944e8c086361" +
    "6c6c6261636b944e8c07686f73745f6964948c20613064626636666331363733346332653965333636313136613830613135" +
    "393094752e",
  tuple:
    "80049593000000000000007d94288c066d6574686f64948c04656d6974948c056576656e74948c057475706c65948c046461" +
    "7461944b018c0374776f9486948c096e616d657370616365948c012f948c04726f6f6d944e8c08736b69705f736964944e8c" +
    "0863616c6c6261636b944e8c07686f73745f6964948c20613064626636666331363733346332653965333636313136613830" +
    "613135393094752e",
  bytes:
    "800495ba000000000000007d94288c066d6574686f64948c04656d6974948c056576656e74948c056279746573948c046461" +
    "7461947d94288c01629443020001948c016c945d944301029461758c096e616d657370616365948c052f63686174948c0472" +
    "6f6f6d945d94288c027231948c02723294658c08736b69705f736964948c06534944313233948c0863616c6c6261636b944e" +
    "8c07686f73745f6964948c20613064626636666331363733346332653965333636313136613830613135393094752e",
  nan:
    "80049597000000000000007d94288c066d6574686f64948c04656d6974948c056576656e74948c036e616e948c0464617461" +
    "947d948c017894477ff8000000000000738c096e616d657370616365948c012f948c04726f6f6d944e8c08736b69705f7369" +
    "64944e8c0863616c6c6261636b944e8c07686f73745f6964948c206130646266366663313637333463326539653336363131" +
    "36613830613135393094752e",
}).map(([event, hex]) => ({ call: event, bytes: Buffer.from(hex, "hex"), emits: [event, ...(said[event] ?? [])] }));

/** What 5.14.0 and 5.14.1 write: JSON without `binary`. A tuple looks like a list, and is read as one. */
export const withoutBinary: readonly Golden[] = written.map(({ event, call, raw }) => ({
  call,
  bytes: Buffer.from(`{"method": "emit", "event": "${event}", "data": ${raw}, ${toAll}, "host_id": "${host}"}`),
  emits: [event, ...(event === "tuple" ? [[1, "two"]] : (said[event] ?? []))],
}));

/** What 5.14.2 to 5.15.0 write. A list looks like a tuple; `list` says how that is read. */
export function withRawData(list: readonly unknown[], tuple: readonly unknown[]): readonly Golden[] {
  const ambiguous: Readonly<Record<string, readonly unknown[]>> = { list, tuple };
  const plain = written.map(({ event, call, raw }) =>
    golden({ event, call, data: raw, args: ambiguous[event] ?? said[event] ?? [] }),
  );
  return [...plain, goldenBytes(`[${structure}, "AAE=", "Ag=="]`)];
}

/** What 5.15.1 and later write: a list of the arguments. */
export const withListOfArguments: readonly Golden[] = [
  ...written.map(({ event, call, list }) => golden({ event, call, data: list, args: said[event] ?? [] })),
  goldenBytes(`[[${structure}], "AAE=", "Ag=="]`),
];

interface Written {
  readonly event: string;
  readonly call: string;
  readonly data: string;
  readonly args: readonly unknown[];
}

function golden({ event, call, data, args }: Written): Golden {
  const text = `{"method": "emit", "event": "${event}", "data": ${data}, "binary": false, ${toAll}, "host_id": "${host}"}`;
  return { call, bytes: Buffer.from(text), emits: [event, ...args] };
}

function goldenBytes(data: string): Golden {
  const text = `{"method": "emit", "event": "bytes", "data": ${data}, "binary": true, ${addressed}, "host_id": "${host}"}`;
  return { call: "emit('bytes', …)", bytes: Buffer.from(text), emits: ["bytes", ...(said.bytes ?? [])] };
}
