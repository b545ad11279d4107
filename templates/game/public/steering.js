const keys = {
  ArrowLeft: [-1, 0],
  KeyA: [-1, 0],
  ArrowRight: [1, 0],
  KeyD: [1, 0],
  ArrowUp: [0, -1],
  KeyW: [0, -1],
  ArrowDown: [0, 1],
  KeyS: [0, 1],
};

/** How far a finger has to be dragged for full speed, in pixels. */
const reach = 60;

/** Calls `steer(dx, dy)` whenever the direction changes that keys or a dragged pointer give. */
export function readSteering(field, steer) {
  const held = new Set();
  let start;
  let last = "0,0";

  function tell(dx, dy) {
    const direction = [dx, dy].join();
    if (direction !== last) steer(dx, dy);
    last = direction;
  }

  function tellKeys() {
    const vectors = [...held].map((code) => keys[code]);
    tell(Math.sign(sum(vectors, 0)), Math.sign(sum(vectors, 1)));
  }

  field.addEventListener("keydown", (event) => {
    if (!(event.code in keys) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    held.add(event.code);
    tellKeys();
  });
  field.addEventListener("keyup", ({ code }) => {
    if (held.delete(code)) tellKeys();
  });
  field.addEventListener("blur", () => {
    held.clear();
    tellKeys();
  });

  field.addEventListener("pointerdown", (event) => {
    field.setPointerCapture(event.pointerId);
    start = { x: event.clientX, y: event.clientY };
  });
  field.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (!start) return;
    // In tenths, so that a trembling finger does not send an event for each pixel.
    const tenths = (pixels) => Math.round(Math.max(-1, Math.min(1, pixels / reach)) * 10) / 10;
    tell(tenths(clientX - start.x), tenths(clientY - start.y));
  });
  for (const end of ["pointerup", "pointercancel"]) {
    field.addEventListener(end, () => {
      start = undefined;
      tell(0, 0);
    });
  }
}

function sum(vectors, axis) {
  return vectors.reduce((total, vector) => total + vector[axis], 0);
}
