"use strict";
const FIELDS = [["persona", "Persona"], ["scenario", "Scenario"], ["target", "Target"], ["condition", "Condition"], ["end", "Outcome"], ["run", "Run"]];
const asked = {fields: {}, text: "", at: null, told: "", most: 40, asking: 0, value: null, replaced: ""};
page.cards.forEach((card, place) => { card.nth = place; });

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
  if (asked.value) cards = cards.filter(card => asked.value.test(card.nth));
  try { if (asked.text) cards = await holding(cards, asked.text); }
  catch (problem) { status.replaceChildren(problem.message); return; }
  if (turn !== asked.asking) return;
  document.getElementById("list").replaceChildren(...cards.slice(0, asked.most).map(row));
  document.getElementById("more").hidden = cards.length <= asked.most;
  status.replaceChildren(pastno.text(el("span", {}), `${cards.length} of ${page.cards.length} conversations${cards.length > asked.most ? `, the first ${asked.most} listed` : ""}${asked.told ? `, behind “${asked.told}”` : ""}${asked.value ? `, whose ${asked.value.told}` : ""}${asked.replaced ? `. ${asked.replaced}` : ""}`));
  if (asked.told) status.append(" ", el("button", {type: "button", id: "all", text: "Show all", on: {click: () => pastno.behind(null, "")}}));
};

// What was given after a refusal is never set beside a way of going on: a mark and an evaluator's value never hold together.
pastno.behind = (at, told) => {
  const gone = at && asked.value ? `The filter “${asked.value.told}” was replaced` : "";
  Object.assign(asked, {at, told, most: 40, value: at ? null : asked.value, replaced: gone});
  if (gone) pastno.unvalued();
  pastno.list();
  document.getElementById("conversations").scrollIntoView();
};

let columns;
const column = async place => (await (columns ??= pastno.unpack(document.getElementById("columns").textContent)))[place];
const many = (kind, text, count) => [kind, `${text} (${count})`];

// One evaluator's value at a time. A value that was cut off is a lower bound: it is at least so much, and never at most.
pastno.values = form => {
  if (!page.measures.length) return;
  const parts = Map.groupBy(page.measures.map((one, i) => ({...one, i})), one => one.name.split(".")[0]);
  const measure = el("select", {name: "measure"}, el("option", {value: "", text: "any"}), ...[...parts].map(([name, all]) =>
    el("optgroup", {label: plain(name)}, ...all.map(one => el("option", {value: one.i, text: plain(one.name.slice(name.length + 1)), title: one.text})))));
  const value = el("select", {name: "value"}), amount = el("input", {type: "number", name: "amount", step: "any", value: "1"});
  const second = el("label", {hidden: true}, "is", value), third = el("label", {hidden: true}, "so much", amount);
  let found;
  const choices = one => {
    const count = test => found.values.filter(test).length, reasons = Object.entries(found.absent), missing = reasons.reduce((sum, [, at]) => sum + at.length, 0);
    return [
      ...(one.kind === "whether" ? [many("true", "true", count(v => v === true)), many("false", "false", count(v => v === false))]
        : one.kind === "label" ? one.labels.map((label, i) => many(`label ${i}`, plain(label), count(v => v === label))).filter((_, i) => found.values.includes(one.labels[i]))
        : [["least", "at least"], ["most", "at most"]]),
      many("missing", "missing", missing), ...reasons.map(([why, at], i) => many(`missing ${i}`, `missing: ${why}`, at.length)),
    ];
  };
  const tests = one => {
    const cut = new Set(found.cut), much = Number(amount.value), [kind, number] = value.value.split(" "), reason = Object.entries(found.absent)[Number(number)];
    const known = place => found.values[place] !== null;
    if (kind === "least") return place => known(place) && found.values[place] >= much;
    if (kind === "most") return place => known(place) && found.values[place] <= much && !cut.has(place);
    if (kind === "label") return place => found.values[place] === one.labels[Number(number)];
    if (kind === "missing") { const at = reason && new Set(reason[1]); return place => at ? at.has(place) : !known(place); }
    return place => found.values[place] === (kind === "true");
  };
  const apply = () => {
    const one = page.measures[Number(measure.value)], amounts = ["least", "most"].includes(value.value);
    third.hidden = !amounts;
    const unsure = amounts && found.cut.length ? `; of ${found.cut.length} cut off only a lower bound is known` : "";
    const gone = asked.at ? `“${asked.told}” was replaced` : asked.replaced;
    Object.assign(asked, {at: null, told: "", most: 40, replaced: gone,
      value: {test: tests(one), told: `${plain(one.name)} is ${value.selectedOptions[0].textContent.replace(/ \(\d+\)$/, "")}${amounts ? ` ${amount.value}` : ""}${unsure}`}});
    pastno.list();
  };
  pastno.unvalued = () => { asked.value = null; measure.value = ""; second.hidden = third.hidden = true; };
  measure.addEventListener("change", async () => {
    if (measure.value === "") { pastno.unvalued(); asked.replaced = ""; return void pastno.list(); }
    const chosen = measure.value, said = await column(Number(chosen));
    if (chosen !== measure.value) return;
    asked.replaced = "";
    found = said;
    value.replaceChildren(...choices(page.measures[Number(chosen)]).map(([name, text]) => el("option", {value: name, text})));
    second.hidden = false;
    apply();
  });
  value.addEventListener("change", apply);
  amount.addEventListener("input", apply);
  form.append(el("label", {}, "Measured", measure), second, third);
};

pastno.filters = () => {
  const form = document.getElementById("filters");
  for (const [field, label] of FIELDS) {
    // Outcomes by an arm that changes the strategy are told nowhere.
    if (field === "end" && page.unended) continue;
    const values = [...new Set(page.cards.map(card => card[field]))].sort();
    if (values.length < 2) continue;
    const select = el("select", {name: field}, el("option", {value: "", text: "all"}), ...values.map(value => el("option", {value, text: plain(value)})));
    select.addEventListener("change", () => { asked.fields[field] = select.value; asked.replaced = ""; pastno.list(); });
    form.append(el("label", {}, label, select));
  }
  pastno.values(form);
  const input = el("input", {type: "search", name: "text", placeholder: "words in the conversations"});
  let later;
  input.addEventListener("input", () => { clearTimeout(later); later = setTimeout(() => { asked.text = input.value.trim(); pastno.list(); }, 200); });
  form.append(el("label", {class: "text"}, "Search in the text", input));
  form.addEventListener("submit", event => event.preventDefault());
  document.getElementById("more").addEventListener("click", () => { asked.most += 200; pastno.list(); });
};
