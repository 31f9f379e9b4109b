// The details of a layer: a card under the pointer, and a panel that stays.
const element = (name, text) => {
  const made = document.createElement(name);
  made.textContent = text;
  made.dir = "auto";
  return made;
};

function showDetails(mark) {
  at("details").hidden = !mark;
  giveRoom();
  if (!mark) return;
  const { fact } = mark;
  at("name").textContent = fact.name;
  at("kind").textContent = fact.kind;
  at("rows").replaceChildren(...[...fact.rows, ...(fact.attrs || [])].flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
  at("details").scrollTop = 0;
  showLevels(mark);
}

const SHOWN = 8; // attributes in the card; the panel shows all
function showTip(mark, x, y) {
  const tip = at("tip");
  tip.hidden = !mark;
  if (!mark) return;
  const attrs = (mark.fact.attrs || []).slice(0, SHOWN).map(([name, value]) => name + " " + (value.length > 40 ? value.slice(0, 40) + " …" : value));
  tip.firstElementChild.textContent = mark.fact.name;
  tip.lastElementChild.textContent = [...short(mark.fact), ...attrs].join("\n");
  const room = tip.getBoundingClientRect();
  tip.style.left = Math.max(4, Math.min(x + 14, innerWidth - room.width - 4)) + "px";
  tip.style.top = (y + 18 + room.height > innerHeight ? y - room.height - 10 : y + 18) + "px";
}
