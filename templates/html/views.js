// Views: the same network with more or less of it open. Each was drawn beforehand; what is asked for is shown by the nearest.
const choices = [...document.querySelectorAll(".choice")];
const LEVELS = ["box", "frame", "copies"];
const rank = (level) => LEVELS.indexOf(level);
const titleOf = (name) => groups[name].title + (groups[name].repeat > 1 ? " ×" + groups[name].repeat : "");

// How a group may stand: only as some view shows it.
const levelsOf = (name) => LEVELS.filter((level) => views.some((one) => one.levels.get(name) === level));

// The group of a mark that can be opened or closed here, the innermost first; of a copy, the group that stands for all of them.
function openable(mark) {
  const own = [mark.name, ...mark.fact.groups].filter((name) => Object.hasOwn(groups, name) || Object.hasOwn(copies, name));
  return own.map((name) => (Object.hasOwn(groups, name) ? name : copies[name])).find((name) => view.levels.has(name));
}

// How far a view is from what was asked for: a group that is more closed than that is worse than one that is more open.
let wished = new Map(views[0].levels);
function missed(next, wish) {
  const found = { closed: [], opened: [], cost: 0 };
  for (const [name, level] of next.levels) {
    const by = wish.has(name) ? rank(level) - rank(wish.get(name)) : 0;
    if (!by) continue;
    found[by > 0 ? "opened" : "closed"].push(name);
    found.cost += by > 0 ? 1 : 2.5;
  }
  return found;
}

function nearest(name, level) {
  const wish = new Map(wished).set(name, level);
  let best = null;
  for (const one of views) {
    if (one.levels.get(name) !== level) continue;
    const found = { view: one, wish, ...missed(one, wish) };
    if (!best || found.cost < best.cost) best = found;
  }
  return best;
}

// The next step up or down from how a group stands; down to where it was at first, if that leaves the others as they are.
function step(name, up) {
  const now = rank(view.levels.get(name));
  const ways = levelsOf(name).filter((level) => (up ? rank(level) > now : rank(level) < now));
  if (up) return ways[0];
  const odd = (level) => (level === views[0].levels.get(name) ? 0 : 0.5);
  return ways.reverse().map((level) => [nearest(name, level).cost + odd(level), level]).sort((a, b) => a[0] - b[0]).map((way) => way[1])[0];
}

function notice(text) {
  at("notice").textContent = text;
  at("bar").hidden = !text;
}

function show(next, wish) {
  notice("");
  wished = new Map(wish || next.levels);
  if (next === view) return;
  const kept = chosen && chosen.name;
  choose(null);
  view.box.hidden = true;
  view = next;
  view.box.hidden = false;
  const chief = views.filter((one) => one.chief);
  choices.forEach((button, i) => button.setAttribute("aria-pressed", String(chief[i] === view)));
  focused = null;
  setFocus(view.marks.find((mark) => mark.name === kept) || view.marks[0], false);
  if (search.value) find(search.value);
  say("View: " + view.title);
}

function change(name, level) {
  const next = level && nearest(name, level);
  if (!next) return;
  const names = (some) => some.slice(0, 3).map(titleOf).join(", ") + (some.length > 3 ? " and " + (some.length - 3) + " more" : "");
  const words = [next.closed.length ? names(next.closed) + " closed" : "", next.opened.length ? names(next.opened) + " open" : ""].filter(Boolean);
  show(next.view, next.wish);
  const shown = [...view.frames, ...view.marks];
  const own = level === "copies" ? undefined : shown.find((one) => one.name === name && one.frame === (level === "frame"));
  const mark = own || shown.find((one) => openable(one) === name);
  if (mark) {
    choose(mark, false); // a path would hide what was opened
    setFocus(mark.frame ? view.marks.find((one) => openable(one) === name) : mark, true);
    reveal(mark);
  }
  if (words.length) {
    const text = "Here with " + words.join(", and ") + ": this page has no drawing of just what you asked for.";
    notice(text);
    say(text);
  }
}

function turn(by) {
  const chief = views.filter((one) => one.chief);
  const now = chief.indexOf(view);
  show(chief[now < 0 ? 0 : (now + by + chief.length) % chief.length]);
}

choices.forEach((button, i) => button.addEventListener("click", () => show(views.filter((one) => one.chief)[i])));
at("heard").addEventListener("click", () => notice(""));

// What the panel offers for a group: a button for each other way in which some view shows it.
const WORDS = {
  box: () => "Close to one box",
  frame: (group) => (group.repeat > 1 ? "Show one copy" : "Open"),
  copies: (group) => "Show all " + group.repeat + " copies",
};
function showLevels(mark) {
  const name = mark && openable(mark);
  const now = name && view.levels.get(name);
  const buttons = (name ? levelsOf(name) : []).filter((level) => level !== now).map((level) => {
    const button = element("button", WORDS[level](groups[name]));
    button.type = "button";
    button.addEventListener("click", () => change(name, level));
    return button;
  });
  at("levels").replaceChildren(...buttons);
  at("levels").hidden = !buttons.length;
  at("levels").setAttribute("aria-label", buttons.length ? titleOf(name) : "");
}

for (const one of views) {
  for (const { element: drawn, frame, name: own } of [...one.frames, ...one.marks]) {
    const name = one.levels.has(own) && Object.hasOwn(groups, own) ? own : copies[own];
    if (!name || !one.levels.has(name)) continue;
    if (one.levels.get(name) !== "copies" && levelsOf(name).includes("copies")) {
      const badge = [...drawn.children].find((part) => part.tagName === "text" && part.textContent.startsWith("×"));
      for (const handle of badge ? [badge, badge.previousElementSibling] : []) {
        handle.classList.add("handle");
        handle.addEventListener("click", (event) => {
          if (dragged) return;
          event.stopPropagation();
          change(name, "copies");
        });
      }
    }
    drawn.addEventListener("dblclick", () => change(name, frame ? step(name, false) : step(name, true) || step(name, false)));
  }
}
