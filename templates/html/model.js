// What is drawn in each view, and which facts belong to it.
const at = (id) => document.getElementById(id);
const { facts, views: told } = JSON.parse(at("data").textContent);
const stage = at("stage");

const views = told.map((one, number) => {
  const box = at("view-" + number);
  const svg = box.querySelector("svg");
  const base = svg.viewBox.baseVal;
  const page = { x: base.x, y: base.y, width: base.width, height: base.height };
  const marks = [...svg.querySelectorAll("g[data-layer]")].map((element, i) => {
    const fact = facts[one.marks[i]];
    return { element, fact, name: fact.name, number: one.marks[i] };
  });
  const lines = [...svg.querySelectorAll("g.edge, path.edge")].map((element, i) => ({ element, ends: one.lines[i] }));
  const frames = [...svg.querySelectorAll("g.frame")].map((element) => {
    const id = element.id.slice(element.id.indexOf("-") + 1);
    return { element, name: one.frames[id] };
  });
  return { number, title: one.title, opens: one.opens, copies: one.copies, box, svg, page, seen: { ...page }, marks, lines, frames };
});

let view = views[0];
let chosen = null; // the mark whose path is shown
let focused = null; // the mark that the keys move from

const markOf = (element) => {
  const found = element && element.closest("g[data-layer]");
  return found ? view.marks.find((mark) => mark.element === found) : undefined;
};

// The view in which the copies of a group are drawn one by one; the first view, where this one does so.
const viewThatOpens = (name) => views.find((one) => one.opens === name);
const isOpen = (name) => Boolean(view.opens) && view.copies.includes(name);
// The group of a mark that can be opened or closed here, the innermost first.
const openable = (mark) => [mark.name, ...mark.fact.groups].find((name) => isOpen(name) || viewThatOpens(name));

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
const label = (fact) => {
  const row = (name) => (fact.rows.find(([key]) => key === name) || ["", ""])[1];
  return [fact.name, fact.kind, row("Output"), row("Parameters") && row("Parameters").replace(/, of .*/, "") + " parameters"].filter(Boolean).join(", ");
};
