"use strict";
const themed = dark => {
  document.documentElement.classList.toggle("dark", dark);
  document.getElementById("theme").setAttribute("aria-pressed", String(dark));
};
const dark = matchMedia("(prefers-color-scheme: dark)");
themed(dark.matches);
dark.addEventListener("change", () => { themed(dark.matches); pastno.redraw(); });
document.getElementById("theme").addEventListener("click", () => {
  themed(!document.documentElement.classList.contains("dark"));
  pastno.redraw();
});

// Paper is light, and on it nothing can be opened.
let printed = false;
addEventListener("beforeprint", () => {
  document.querySelectorAll("#overview details").forEach(one => { one.open = true; });
  printed = document.documentElement.classList.contains("dark");
  if (printed) { themed(false); pastno.redraw(); }
});
addEventListener("afterprint", () => {
  if (printed) { themed(true); pastno.redraw(); }
});

pastno.follow = () => {
  let key;
  try { key = decodeURIComponent(location.hash.slice(1)); } catch { return; }
  const card = page.cards.find(one => one.key === key);
  if (card) pastno.open(card);
};
addEventListener("hashchange", pastno.follow);

let width = innerWidth, later;
addEventListener("resize", () => {
  if (innerWidth === width) return;
  width = innerWidth;
  clearTimeout(later);
  later = setTimeout(pastno.redraw, 150);
});

pastno.numbers();
pastno.ranges();
pastno.curves();
pastno.endings();
pastno.flows();
pastno.outcomes();
pastno.heat();
pastno.framing();
pastno.strategies();
pastno.flags();
pastno.referrals();
pastno.filters();
pastno.list().then(pastno.follow);
document.documentElement.dataset.ready = "yes";
