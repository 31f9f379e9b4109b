// Find layers by name, kind or label, in all views.
const search = at("search");
const found = at("found");
const MOST = 60;
let results = [];
let active = -1;

function find(words) {
  const wanted = words.trim().toLowerCase();
  const seen = new Set();
  results = [];
  for (const one of views) {
    for (const mark of one.marks) mark.element.classList.remove("hit");
  }
  if (wanted) {
    const fits = (fact) => [fact.name, fact.kind, ...fact.rows.filter(([key]) => key === "Label" || key === "Title").map((row) => row[1])]
      .some((text) => text.toLowerCase().includes(wanted));
    const near = views.map((one) => [missed(one, wished).cost, one]).sort((a, b) => a[0] - b[0]).map((way) => way[1]);
    for (const one of [view, ...near]) {
      for (const mark of one.marks) {
        if (!fits(mark.fact)) continue;
        mark.element.classList.add("hit");
        if (!seen.has(mark.name)) results.push({ mark, view: one });
        seen.add(mark.name);
      }
    }
  }
  active = results.length ? 0 : -1;
  showFound(wanted);
}

function showFound(wanted) {
  const rows = results.slice(0, MOST).map(({ mark, view: one }, i) => {
    const row = element("li", mark.name);
    const more = element("span", [mark.fact.kind, one === view ? "" : "in “" + one.title + "”"].filter(Boolean).join(" · "));
    row.append(more);
    row.id = "found-" + i;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(i === active));
    row.addEventListener("pointerdown", (event) => { event.preventDefault(); active = i; go(); });
    return row;
  });
  if (wanted && !rows.length) rows.push(element("li", "Nothing is called so"));
  if (results.length > MOST) rows.push(element("li", "and " + (results.length - MOST) + " more"));
  found.replaceChildren(...rows);
  found.hidden = !rows.length;
  search.setAttribute("aria-expanded", String(!found.hidden));
  if (active >= 0) {
    search.setAttribute("aria-activedescendant", "found-" + active);
    rows[active].scrollIntoView({ block: "nearest" });
  } else {
    search.removeAttribute("aria-activedescendant");
  }
  if (wanted) say(results.length + " found");
}

function go() {
  const result = results[active];
  if (!result) return;
  if (result.view !== view) show(result.view);
  choose(result.mark);
  approach(result.mark);
  reveal(result.mark);
  found.hidden = true;
  search.setAttribute("aria-expanded", "false");
  result.mark.element.focus({ preventScroll: true });
}

search.addEventListener("input", () => find(search.value));
search.addEventListener("focus", () => { if (search.value) find(search.value); });
search.addEventListener("blur", () => { found.hidden = true; search.setAttribute("aria-expanded", "false"); });
search.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && results.length) {
    event.preventDefault();
    const count = Math.min(results.length, MOST);
    active = (active + step + count) % count;
    showFound(search.value.trim());
  } else if (event.key === "Enter") {
    event.preventDefault();
    go();
  } else if (event.key === "Escape") {
    event.stopPropagation();
    if (!search.value) stage.focus();
    search.value = "";
    find("");
  }
});
