"use strict";
const FIELDS = [["persona", "Persona"], ["scenario", "Scenario"], ["target", "Target"], ["condition", "Condition"], ["end", "Outcome"], ["run", "Run"]];
const asked = {fields: {}, text: "", at: null, told: "", most: 40, asking: 0};

const row = card => el("li", {}, el("a", {href: pastno.link(card)},
  el("span", {class: "who", text: `${card.persona === "-" ? card.id : card.persona} · ${card.scenario}${card.arm ? ` · ${card.arm}` : ""}`}),
  el("span", {text: card.target}),
  el("span", {class: "walk", role: "img", "aria-label": `${card.exchanges} exchanges, ${card.refusals} refusals`}, ...Array.from(card.walk, l => el("i", {class: l, text: GLYPHS[l]}))),
  el("span", {class: "end", text: plain(card.end)})));

// Words stand in packs: every pack that may hold a match is opened once. Hidden words are not searched.
const holding = async (cards, text) => {
  const wanted = text.toLowerCase(), found = [];
  for (const card of cards) {
    const talk = await pastno.talk(card);
    if (talk.turns.some(one => (!one.unsafe_said && one.said.toLowerCase().includes(wanted)) || (!one.unsafe && one.reply.toLowerCase().includes(wanted)))) found.push(card);
  }
  return found;
};

pastno.list = async () => {
  const turn = ++asked.asking, status = document.getElementById("shown");
  let cards = asked.at ? asked.at.map(place => page.cards[place]) : page.cards;
  cards = cards.filter(card => Object.entries(asked.fields).every(([field, value]) => !value || card[field] === value));
  try { if (asked.text) cards = await holding(cards, asked.text); }
  catch (problem) { status.replaceChildren(problem.message); return; }
  if (turn !== asked.asking) return;
  document.getElementById("list").replaceChildren(...cards.slice(0, asked.most).map(row));
  document.getElementById("more").hidden = cards.length <= asked.most;
  status.replaceChildren(pastno.text(el("span", {}), `${cards.length} of ${page.cards.length} conversations${asked.told ? `, behind “${asked.told}”` : ""}`));
  if (asked.told) status.append(" ", el("button", {type: "button", id: "all", text: "Show all", on: {click: () => pastno.behind(null, "")}}));
};

pastno.behind = (at, told) => {
  Object.assign(asked, {at, told, most: 40});
  pastno.list();
  document.getElementById("conversations").scrollIntoView();
};

pastno.filters = () => {
  const form = document.getElementById("filters");
  for (const [field, label] of FIELDS) {
    const values = [...new Set(page.cards.map(card => card[field]))].sort();
    if (values.length < 2) continue;
    const select = el("select", {name: field}, el("option", {value: "", text: "all"}), ...values.map(value => el("option", {value, text: plain(value)})));
    select.addEventListener("change", () => { asked.fields[field] = select.value; pastno.list(); });
    form.append(el("label", {}, label, select));
  }
  const input = el("input", {type: "search", name: "text", placeholder: "words in the conversations"});
  let later;
  input.addEventListener("input", () => { clearTimeout(later); later = setTimeout(() => { asked.text = input.value.trim(); pastno.list(); }, 200); });
  form.append(el("label", {class: "text"}, "Search in the text", input));
  form.addEventListener("submit", event => event.preventDefault());
  document.getElementById("more").addEventListener("click", () => { asked.most += 200; pastno.list(); });
};
