// The stage: move by dragging, zoom by wheel, pinch and keys; the figure stays sharp, for only its viewBox changes.
const NEAR = 40; // times the whole figure
const FAR = 0.5;
const WIDE = 900; // from here on, in pixels, there is room for the figure beside the panel

function look(seen) {
  const { page } = view;
  const scale = Math.min(Math.max(page.width / seen.width, FAR), NEAR);
  const width = page.width / scale;
  const height = page.height / scale;
  const within = (value, least, most) => Math.min(Math.max(value, least), most);
  const x = within(seen.x, page.x - width * 0.9, page.x + page.width - width * 0.1);
  const y = within(seen.y, page.y - height * 0.9, page.y + page.height - height * 0.1);
  view.seen = { x, y, width, height };
  view.svg.setAttribute("viewBox", [x, y, width, height].join(" "));
}

// A point of the window as a point of the figure.
function place(x, y) {
  const point = new DOMPoint(x, y).matrixTransform(view.svg.getScreenCTM().inverse());
  return { x: point.x, y: point.y };
}

function zoom(factor, x, y) {
  const room = stage.getBoundingClientRect();
  const spot = place(x ?? room.left + room.width / 2, y ?? room.top + room.height / 2);
  const { seen, page } = view;
  const kept = seen.width / Math.min(Math.max(seen.width / factor, page.width / NEAR), page.width / FAR);
  look({ x: spot.x - (spot.x - seen.x) / kept, y: spot.y - (spot.y - seen.y) / kept, width: seen.width / kept });
}

function move(dx, dy) {
  const one = place(0, 0);
  const other = place(dx, dy);
  look({ ...view.seen, x: view.seen.x - (other.x - one.x), y: view.seen.y - (other.y - one.y) });
}

const whole = () => {
  look(view.page);
  giveRoom();
};
const isWhole = () => view.seen.x === view.page.x && view.seen.y === view.page.y && view.seen.width === view.page.width;

// Let the figure stand beside the panel, where all of it is seen but for what the panel covers; not under a finger that clicks again.
let waiting = 0;
function giveRoom() {
  clearTimeout(waiting);
  const open = !at("details").hidden;
  if (!open) waiting = setTimeout(() => stage.classList.remove("beside")); // not where another opens at once
  else if (!stage.classList.contains("beside")) waiting = setTimeout(() => {
    if (isWhole() && innerWidth >= WIDE) stage.classList.toggle("beside", covered());
    else if (chosen) reveal(chosen);
  }, 320);
}

function covered() {
  const { x, y, width } = view.page;
  return new DOMPoint(x + width, y).matrixTransform(view.svg.getScreenCTM()).x > clearRoom().right;
}

// Move the figure only as far as a mark needs to be seen.
function reveal(mark) {
  const box = mark.element.getBoundingClientRect();
  const room = clearRoom();
  const past = (low, high, first, last) => (low < first + 20 ? first + 20 - low : high > last - 20 ? last - 20 - high : 0);
  const dx = past(box.left, box.right, room.left, room.right);
  const dy = past(box.top, box.bottom, room.top, room.bottom);
  if (dx || dy) move(dx, dy);
}

// What the card tells of: of a frame only its words are meant.
const tipped = (target) => {
  const mark = markOf(target);
  return mark && mark.frame && target.tagName !== "text" ? undefined : mark;
};

// Come so near that what a mark says can be read, and look at it in the middle.
const LOW = 14; // a box of so few pixels cannot be read; one of 36 can
function approach(mark) {
  const box = mark.element.getBoundingClientRect();
  if (box.height >= LOW) return;
  const { x, y } = place(box.left + box.width / 2, box.top + box.height / 2);
  const by = 36 / box.height;
  const [width, height] = [view.seen.width / by, view.seen.height / by];
  look({ x: x - width / 2, y: y - height / 2, width });
}

const fingers = new Map();
let dragged = false;

stage.addEventListener("wheel", (event) => {
  event.preventDefault();
  const lines = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
  const turned = event.deltaY * lines;
  if (event.shiftKey || (!event.ctrlKey && Math.abs(event.deltaX) > Math.abs(event.deltaY))) {
    move(-(event.deltaX || event.deltaY) * lines, 0);
  } else {
    zoom(Math.exp(-Math.max(-300, Math.min(300, turned)) * (event.ctrlKey ? 0.01 : 0.002)), event.clientX, event.clientY);
  }
}, { passive: false });

stage.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  fingers.set(event.pointerId, { x: event.clientX, y: event.clientY, far: 0 });
  dragged = fingers.size > 1;
});

stage.addEventListener("pointermove", (event) => {
  const finger = fingers.get(event.pointerId);
  if (!finger) {
    if (event.pointerType === "mouse") showTip(tipped(event.target), event.clientX, event.clientY);
    return;
  }
  const dx = event.clientX - finger.x;
  const dy = event.clientY - finger.y;
  finger.far += Math.abs(dx) + Math.abs(dy);
  if (fingers.size === 1 && finger.far < 5) return;
  if (!stage.hasPointerCapture(event.pointerId)) stage.setPointerCapture(event.pointerId);
  dragged = true;
  showTip();
  if (fingers.size === 1) {
    move(dx, dy);
  } else {
    const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
    const apart = (x, y) => Math.hypot(x - other.x, y - other.y) || 1;
    move(dx / 2, dy / 2);
    zoom(apart(event.clientX, event.clientY) / apart(finger.x, finger.y), (event.clientX + other.x) / 2, (event.clientY + other.y) / 2);
  }
  Object.assign(finger, { x: event.clientX, y: event.clientY });
});

for (const kind of ["pointerup", "pointercancel"]) stage.addEventListener(kind, (event) => fingers.delete(event.pointerId));
stage.addEventListener("pointerleave", () => showTip());
