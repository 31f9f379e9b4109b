// The path of a layer: all that flows into it, and all that flows out of it.
function reached(name, ahead) {
  const next = new Map();
  for (const { ends } of view.lines) {
    for (const [source, target] of ends) {
      const [from, to] = ahead ? [source, target] : [target, source];
      next.set(from, (next.get(from) || []).concat(to));
    }
  }
  const found = new Set([name]);
  for (const one of found) for (const other of next.get(one) || []) found.add(other);
  return found;
}

// What hangs together with a layer, whichever way: other drawings on the page are left as they are.
function connected(name) {
  const pairs = view.lines.flatMap((line) => line.ends);
  const found = new Set([name]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const [source, target] of pairs) {
      if (found.has(source)) found.add(target);
      if (found.has(target)) found.add(source);
    }
  }
  return found;
}

function showPath(mark) {
  for (const one of views) for (const { element: drawn } of [...one.marks, ...one.lines]) drawn.classList.remove("on", "off");
  if (!mark || mark.frame) return;
  const before = reached(mark.name, false);
  const after = reached(mark.name, true);
  const all = connected(mark.name);
  for (const { element: drawn, name } of view.marks) {
    if (all.has(name)) drawn.classList.add(before.has(name) || after.has(name) ? "on" : "off");
  }
  for (const { element: drawn, ends } of view.lines) {
    const on = ends.some(([a, b]) => (before.has(a) && before.has(b)) || (after.has(a) && after.has(b)));
    if (ends.some(([a]) => all.has(a))) drawn.classList.add(on ? "on" : "off");
  }
  say(mark.name + ": " + (before.size - 1) + " layers before it, " + (after.size - 1) + " after it");
}

function choose(mark, path = true) {
  chosen = mark || null;
  showPath(path ? chosen : null);
  showDetails(chosen);
  ring.around(chosen);
  showTip();
  if (mark && !mark.frame) setFocus(mark, false);
}
