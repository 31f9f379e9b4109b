// Clicks and keys, and what readers aloud are told.
for (const { svg, marks, frames } of views) {
  svg.setAttribute("role", "group");
  for (const title of svg.querySelectorAll("g > title")) title.remove(); // the card says more
  for (const { element: drawn, fact } of frames) {
    drawn.setAttribute("role", "group");
    drawn.setAttribute("aria-label", label(fact));
  }
  for (const { element: drawn, fact } of marks) {
    drawn.setAttribute("role", "button");
    drawn.setAttribute("tabindex", "-1");
    drawn.setAttribute("aria-label", label(fact));
  }
}

function setFocus(mark, now) {
  if (focused) focused.element.setAttribute("tabindex", "-1");
  focused = mark || null;
  if (!mark) return;
  mark.element.setAttribute("tabindex", "0");
  if (now) mark.element.focus({ preventScroll: true });
  cursor.around(document.activeElement === mark.element && mark !== chosen && mark.element.matches(":focus-visible") ? mark : null);
}

// The nearest layer that lies mostly in this direction.
function beside(mark, dx, dy) {
  const middle = ({ element: drawn }) => {
    const box = drawn.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const [x, y] = middle(mark);
  let best = null;
  let least = Infinity;
  for (const other of view.marks) {
    if (other === mark) continue;
    const [u, v] = middle(other);
    const along = (u - x) * dx + (v - y) * dy;
    const across = Math.abs((u - x) * dy) + Math.abs((v - y) * dx);
    const far = along + 2.5 * across;
    if (along > 1 && far < least) [best, least] = [other, far];
  }
  return best;
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function arrow([dx, dy], mark) {
  if (!mark) return move(-60 * dx, -60 * dy);
  const next = beside(mark, dx, dy);
  if (!next) return undefined;
  setFocus(next, true);
  reveal(next);
  if (chosen) choose(next);
  return undefined;
}

function clear() {
  if (search.value) {
    search.value = "";
    find("");
  } else {
    choose(null);
  }
}

const KEYS = {
  "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(0.8), "−": () => zoom(0.8), 0: whole,
  "/": () => { search.focus(); search.select(); }, "?": () => at("keys").showModal(), Escape: clear,
  "[": () => turn(-1), "]": () => turn(1),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target === search || at("keys").open) return;
  const own = markOf(event.target);
  const mark = own && !own.frame ? own : null;
  const inside = stage.contains(event.target);
  if (ARROWS[event.key] && inside) arrow(ARROWS[event.key], mark);
  else if ((event.key === "Enter" || event.key === " ") && mark) choose(chosen === mark ? null : mark);
  else if (/^[oc]$/i.test(event.key) && (mark || chosen) && openable(mark || chosen)) {
    const name = openable(mark || chosen);
    change(name, step(name, event.key.toLowerCase() === "o"));
  }
  else if (KEYS[event.key]) KEYS[event.key]();
  else return;
  event.preventDefault();
});

stage.addEventListener("click", (event) => {
  if (dragged) {
    dragged = false;
    return;
  }
  const mark = markOf(event.target);
  choose(mark === chosen ? null : mark);
  if (mark && !mark.frame) setFocus(mark, true);
});

// Light or dark: as the machine says, until the button says otherwise.
const night = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;
const isDark = () => root.dataset.theme === "dark" || (root.dataset.theme === "auto" && night.matches);
const showTheme = () => at("theme").setAttribute("aria-pressed", String(isDark()));
at("theme").addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  showTheme();
});
night.addEventListener("change", showTheme);
showTheme();

at("in").addEventListener("click", () => zoom(1.25));
at("out").addEventListener("click", () => zoom(0.8));
at("whole").addEventListener("click", whole);
at("close").addEventListener("click", () => choose(null));
at("help").addEventListener("click", () => at("keys").showModal());
at("done").addEventListener("click", () => at("keys").close());
stage.addEventListener("focusin", (event) => { if (markOf(event.target)) setFocus(markOf(event.target), false); });
stage.addEventListener("focusout", () => cursor.around(null));
// On paper there is the whole figure, as on a light page.
let theme = "";
addEventListener("beforeprint", () => {
  whole();
  theme = root.dataset.theme;
  if (!at("theme").hidden) root.dataset.theme = "light";
});
addEventListener("afterprint", () => { root.dataset.theme = theme; });
setFocus(view.marks[0], false);
