"use strict";
const figure = document.getElementById("figure");
const message = document.getElementById("message");

function show(state) {
  document.title = (state.message ? "✗ " : "") + state.title;
  message.textContent = state.message;
  message.hidden = !state.message;
  figure.classList.toggle("stale", Boolean(state.message));
  figure.hidden = !state.figure;
  figure.alt = "The figure of " + state.title;
  const source = "figure.svg?number=" + state.figure;
  if (state.figure && figure.getAttribute("src") !== source) figure.src = source;
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
