// What is drawn in each view, and which facts belong to it.
const at = (id) => document.getElementById(id);
const { facts, views: told, groups, copies } = JSON.parse(at("data").textContent);
const stage = at("stage");

const views = told.map((one, number) => {
  const box = at("view-" + number);
  const svg = box.querySelector("svg");
  const base = svg.viewBox.baseVal;
  const page = { x: base.x, y: base.y, width: base.width, height: base.height };
  const known = (numbers, frame) => (element, i) => ({ element, frame, fact: facts[numbers[i]], name: facts[numbers[i]].name });
  const marks = [...svg.querySelectorAll("g[data-layer]")].map(known(one.marks, false));
  const lines = [...svg.querySelectorAll("g.edge, path.edge")].map((element, i) => ({ element, ends: one.lines[i] }));
  const frames = [...svg.querySelectorAll("g.frame")].map(known(one.frames, true)); // what a group is, as far as nothing in it is meant
  return { number, title: one.title, chief: one.chief, levels: new Map(Object.entries(one.levels)), box, svg, page, seen: { ...page }, marks, lines, frames };
});

let view = views[0];
let chosen = null; // the mark whose path is shown
let focused = null; // the mark that the keys move from

const markOf = (element) => {
  const found = element && element.closest("g[data-layer], g.frame");
  return found ? [...view.marks, ...view.frames].find((mark) => mark.element === found) : undefined;
};
const rowOf = (fact, name) => (fact.rows.find(([key]) => key.startsWith(name)) || ["", ""])[1];

// The part of the stage that nothing covers.
function clearRoom() {
  const room = stage.getBoundingClientRect();
  const panel = at("details").getBoundingClientRect();
  if (!panel.width) return room;
  const below = panel.width > 0.9 * room.width;
  return { left: room.left, top: room.top, right: below ? room.right : panel.left, bottom: below ? panel.top : room.bottom };
}

// A frame around what is chosen, and a thin one around what the keys are at.
class Ring {
  constructor(kind) {
    this.drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    this.drawn.setAttribute("class", kind);
  }

  around(mark) {
    this.drawn.remove();
    if (!mark) return;
    const { x, y, width, height } = mark.element.getBBox();
    Object.entries({ x: x - 2, y: y - 2, width: width + 4, height: height + 4, rx: 4 }).forEach(([name, value]) => this.drawn.setAttribute(name, value));
    view.svg.append(this.drawn);
  }
}
const ring = new Ring("ring");
const cursor = new Ring("ring thin");

const say = (text) => { at("told").textContent = text; };
const short = (fact) => {
  const [params, macs] = [rowOf(fact, "Parameters").replace(/, of .*/, ""), rowOf(fact, "Multiply-adds")];
  const counts = [params && params !== "0" && params + " parameters", macs && macs !== "0" && macs + " multiply-adds"];
  const inputs = fact.rows.filter(([key]) => key.startsWith("Input")).map(([, value]) => value.slice(value.lastIndexOf(": ") + 2));
  const output = rowOf(fact, "Output").replace(/  \(\w*\)$/, ""); // the panel says of which type
  const sizes = [inputs.length < 4 ? inputs.join(", ") : "", output].filter(Boolean).join(" → ");
  return [fact.kind, sizes, ...counts].filter(Boolean);
};
const label = (fact) => [fact.name, ...short(fact)].join(", ");
