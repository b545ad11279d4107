const dark = matchMedia("(prefers-color-scheme: dark)");
const looks = {
  light: { around: "#dfe4ee", ground: "#f7f9fc", dots: "#d5dce8", name: "#141a2b", crystal: "#1c8fe0", light: 48 },
  dark: { around: "#05060b", ground: "#0d111d", dots: "#1d2438", name: "#e6ebfa", crystal: "#6cc0ff", light: 60 },
};

/** The colour of a player. */
export const hueOf = (id) => (id * 137.5) % 360;

/**
 * Draws the field: all of it where there is room, and on a small screen the part around oneself.
 *
 * @param {{ rules: object, places: Map<number, { x: number, y: number }>, names: Map<number, string>, crystals: object[], me: number }} scene
 */
export function draw(canvas, { rules, places, names, crystals, me }) {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = devicePixelRatio;
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext("2d");
  const look = looks[dark.matches ? "dark" : "light"];
  const whole = Math.min(width / rules.width, height / rules.height) * 0.96;
  const scale = whole > 0.55 ? whole : Math.max(0.62, Math.min(1, (height / rules.height) * 0.96));
  const centre = places.get(me) ?? { x: rules.width / 2, y: rules.height / 2 };

  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.fillStyle = look.around;
  pen.fillRect(0, 0, width, height);
  pen.translate(
    along(width, rules.width * scale, centre.x * scale),
    along(height, rules.height * scale, centre.y * scale),
  );
  pen.scale(scale, scale);
  drawGround(pen, rules, look);
  for (const crystal of crystals) drawCrystal(pen, crystal, rules.crystalRadius, look);
  for (const [id, place] of places) {
    drawPlayer(pen, place, { radius: rules.playerRadius, hue: hueOf(id), name: names.get(id), isMe: id === me, look });
  }
}

/** How far to shift an axis: centred where the field fits, else so that `middle` is in view, with a rim around the field. */
function along(room, size, middle, rim = 24) {
  if (size <= room) return (room - size) / 2;
  return Math.min(rim, Math.max(room - size - rim, room / 2 - middle));
}

function drawGround(pen, { width, height }, look) {
  pen.fillStyle = look.ground;
  pen.beginPath();
  pen.roundRect(0, 0, width, height, 28);
  pen.fill();
  pen.fillStyle = look.dots;
  for (let x = 40; x < width; x += 40) for (let y = 40; y < height; y += 40) pen.fillRect(x - 1.5, y - 1.5, 3, 3);
}

function drawCrystal(pen, { x, y }, radius, look) {
  pen.save();
  pen.translate(x, y);
  pen.shadowColor = look.crystal;
  pen.shadowBlur = 24;
  pen.fillStyle = look.crystal;
  diamond(pen, radius, radius * 1.4);
  pen.shadowBlur = 0;
  pen.fillStyle = "#ffffff88";
  pen.beginPath();
  pen.moveTo(-radius, 0);
  pen.lineTo(0, -radius * 1.4);
  pen.lineTo(radius, 0);
  pen.fill();
  pen.restore();
}

function diamond(pen, width, height) {
  pen.beginPath();
  pen.moveTo(0, -height);
  pen.lineTo(width, 0);
  pen.lineTo(0, height);
  pen.lineTo(-width, 0);
  pen.fill();
}

function drawPlayer(pen, { x, y }, { radius, hue, name, isMe, look }) {
  pen.fillStyle = `hsl(${hue} 75% ${look.light}%)`;
  pen.shadowColor = pen.fillStyle;
  pen.shadowBlur = isMe ? 30 : 12;
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fill();
  pen.shadowBlur = 0;
  if (isMe) {
    pen.lineWidth = 3;
    pen.strokeStyle = look.name;
    pen.stroke();
  }
  pen.fillStyle = look.name;
  pen.font = "600 17px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.fillText(name ?? "", x, y - radius - 12);
}
