// The details of a layer: a card under the pointer, and a panel that stays.
const element = (name, text) => {
  const made = document.createElement(name);
  made.textContent = text;
  made.dir = "auto";
  return made;
};

function showDetails(mark) {
  at("details").hidden = !mark;
  if (!mark) return;
  const { fact } = mark;
  at("name").textContent = fact.name;
  at("kind").textContent = fact.kind;
  at("rows").replaceChildren(...fact.rows.flatMap(([name, value]) => [element("dt", name), element("dd", value)]));
  at("details").scrollTop = 0;
  const group = openable(mark);
  at("open").hidden = !group;
  at("open").textContent = group && isOpen(group) ? "Close the copies" : "Open the copies";
}

function showTip(mark, x, y) {
  const tip = at("tip");
  tip.hidden = !mark;
  if (!mark) return;
  const row = (name) => (mark.fact.rows.find(([key]) => key === name) || ["", ""])[1];
  const parts = [mark.fact.kind, row("Output"), row("Parameters") && row("Parameters") !== "0" && row("Parameters").replace(/, of .*/, "") + " parameters"];
  tip.firstElementChild.textContent = mark.fact.name;
  tip.lastElementChild.textContent = parts.filter(Boolean).join("\n");
  const room = tip.getBoundingClientRect();
  tip.style.left = Math.max(4, Math.min(x + 14, innerWidth - room.width - 4)) + "px";
  tip.style.top = (y + 18 + room.height > innerHeight ? y - room.height - 10 : y + 18) + "px";
}
