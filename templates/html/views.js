// Views: the same network with more or less of it open. Each was drawn beforehand.
const choices = [...document.querySelectorAll(".choice")];

function show(next) {
  if (next === view) return;
  const kept = chosen && chosen.name;
  choose(null);
  view.box.hidden = true;
  view = next;
  view.box.hidden = false;
  choices.forEach((button, i) => button.setAttribute("aria-pressed", String(i === view.number)));
  choices[view.number].scrollIntoView({ block: "nearest", inline: "nearest" });
  focused = null;
  setFocus(view.marks.find((mark) => mark.name === kept) || view.marks[0], false);
  if (search.value) find(search.value);
  say("View: " + view.title);
}

function openOrClose(name) {
  const next = isOpen(name) ? views[0] : viewThatOpens(name);
  if (!next) return false;
  show(next);
  const mark = view.marks.find((one) => one.name === name || one.fact.groups.includes(name));
  if (mark) {
    setFocus(mark, true);
    reveal(mark);
  }
  return true;
}

choices.forEach((button, i) => button.addEventListener("click", () => show(views[i])));
at("open").addEventListener("click", () => chosen && openOrClose(openable(chosen)));

for (const one of views) {
  const changes = (name) => one.copies.includes(name) || views.some((other) => other.opens === name);
  for (const { element: drawn, name } of [...one.frames, ...one.marks]) {
    if (!name || !changes(name)) continue;
    // the badge with the number of copies, or the whole outline of a frame
    const badge = [...drawn.children].find((part) => part.tagName === "text" && part.textContent.startsWith("×"));
    const handles = drawn.classList.contains("frame") ? [drawn] : badge ? [badge, badge.previousElementSibling] : [];
    for (const handle of handles) {
      handle.classList.add("handle", one.copies.includes(name) ? "opened" : "closed");
      handle.addEventListener("click", (event) => {
        if (dragged) return;
        event.stopPropagation();
        openOrClose(name);
      });
    }
    drawn.addEventListener("dblclick", () => openOrClose(name));
  }
}
