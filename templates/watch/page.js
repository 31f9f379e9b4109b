"use strict";
const figures = { "figure.svg": document.getElementById("figure"), "figure.html": document.getElementById("page") };
const message = document.getElementById("message");

function show(state) {
  document.title = (state.message ? "✗ " : "") + state.title;
  message.textContent = state.message;
  message.hidden = !state.message;
  for (const [file, figure] of Object.entries(figures)) {
    figure.classList.toggle("stale", Boolean(state.message));
    figure.hidden = !state.figure || file !== state.file;
    if (figure.hidden) continue;
    const source = file + "?number=" + state.figure;
    if (figure.getAttribute("src") !== source) figure.src = source;
  }
  figures["figure.svg"].alt = "The figure of " + state.title;
}

async function follow() {
  let number = 0;
  for (;;) {
    try {
      const answer = await fetch("state?after=" + number);
      const state = await answer.json();
      if (state.number !== number) show(state);
      number = state.number;
    } catch (error) {
      document.title = "archdraw has ended";
      number = 0;
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
}

follow();
