"use strict";
const GLYPHS = {p: "●", r: "✕", o: "○"}, PHASE = {pre_refusal: "p", post_refusal: "o"}, STATES = ["trust", "distress", "hope", "felt heard"];
const CUES = {declines: 5, reason: 1, apologises: 3, blames: 5, acknowledges: 2, delivers: 2, alternative: 4, resource: 0, safety: 1, way_back: 4, invites: 2, barriers: 0, warns: 1, unsafe: 5};

// Spans count code points and may overlap: the text is cut where any of them begins or ends.
const words = (into, text, seen) => {
  const points = Array.from(text);
  const cuts = [...new Set([0, points.length, ...seen.flatMap(one => [one[1], one[2]])])].filter(at => at >= 0 && at <= points.length).sort((a, b) => a - b);
  for (let i = 0; i + 1 < cuts.length; i++) {
    const here = seen.filter(one => one[1] <= cuts[i] && cuts[i + 1] <= one[2]);
    const part = points.slice(cuts[i], cuts[i + 1]).join("");
    if (!here.length) { pastno.text(into, part); continue; }
    const begins = [...new Set(here.filter(one => one[1] === cuts[i]).map(one => plain(one[0])))];
    const made = el("mark", {title: [...new Set(here.map(one => plain(one[0])))].join(", "), style: `--c:${pastno.colours[CUES[here[0][0]] ?? 7]}`});
    if (begins.length) made.append(el("sup", {text: begins.join(", ")}));
    into.append(pastno.text(made, part));
  }
  return into;
};

const bubble = (who, by, text, seen, hidden) => {
  const make = () => words(el("div", {class: `words ${who}`}, el("b", {class: "by", text: by})), text, seen);
  if (!hidden) return make();
  const button = el("button", {type: "button", "aria-expanded": "false", class: "unsafe", text: "Show what is hidden"});
  const made = el("div", {class: "hidden-words"}, el("p", {text: `${by}: hidden, it gives what must not be given.`}), button);
  button.addEventListener("click", () => {
    const there = made.querySelector(".words");
    if (there) there.remove(); else made.append(make());
    button.setAttribute("aria-expanded", String(!there));
    button.textContent = there ? "Show what is hidden" : "Hide it again";
  });
  return made;
};

const turn = (one, side) => {
  const tags = [`${one.n}`, plain(one.phase), plain(one.strategy), ...(one.episode ? [`episode ${plain(one.episode)}`] : []), ...(one.swapped ? [`reply replaced by ${one.swapped}`] : [])];
  const cues = [...new Set((one.seen ?? []).map(s => plain(s[0])))];
  const made = el("article", {class: `turn ${one.phase}`, id: `${side}-${one.n}`, tabindex: "-1"},
    el("h3", {text: `${GLYPHS[PHASE[one.phase]] ?? ""} ${tags.join(" · ")}`}),
    bubble("person", "person", one.said, [], one.unsafe_said), bubble("target", "target", one.reply, one.seen ?? [], one.unsafe),
    el("p", {class: "seen", text: `${plain(one.stance)}${cues.length ? `: ${cues.join(", ")}` : ""}`}));
  if (one.refusal) made.append(el("p", {class: "refused", text: `✕ refusal, from ${one.refusal}`}));
  return made;
};

const line = (talk, side) => el("ol", {class: "line", "aria-label": "Timeline"}, ...talk.turns.flatMap(one => {
  const go = event => { event.preventDefault(); document.getElementById(`${side}-${one.n}`).focus(); document.getElementById(`${side}-${one.n}`).scrollIntoView(); };
  const step = (letter, label) => el("li", {}, el("a", {class: letter, href: pastno.link({key: talk.key}), "aria-label": label, on: {click: go}}, GLYPHS[letter], el("b", {text: letter === "r" ? "no" : String(one.n)})));
  return [step(PHASE[one.phase] ?? "p", `exchange ${one.n}, ${plain(one.phase)}`), ...(one.refusal ? [step("r", `refusal in exchange ${one.n}`)] : [])];
}));

const inner = (into, talk) => {
  const known = talk.turns.filter(one => one.state);
  if (!known.length) return;
  draw(into, 210, "The person's state after each exchange; the table below holds the numbers", ink => ({
    tooltip: {...pastno.tip(ink), trigger: "item", formatter: one => `${one.seriesName} after ${one.name}: ${one.value.toFixed(2)}`},
    legend: {bottom: 0, textStyle: {color: ink.ink}}, grid: {left: 34, right: 12, top: 12, bottom: 52},
    xAxis: {type: "category", data: known.map(one => String(one.n)), axisLabel: {color: ink.soft}},
    yAxis: {type: "value", min: 0, max: 1, axisLabel: {color: ink.soft}, splitLine: {lineStyle: {color: ink.line}}},
    series: STATES.map((name, i) => ({name, type: "line", data: known.map(one => one.state[i]), symbol: pastno.symbols[i], symbolSize: 7,
      color: pastno.colours[[0, 5, 2, 3][i]], lineStyle: {width: 2, type: pastno.dashes[i]},
      markLine: i ? undefined : {silent: true, symbol: "none", label: {formatter: "no", color: ink.ink}, lineStyle: {color: "#d55e00"},
        data: known.filter(one => one.refusal).map(one => ({xAxis: String(one.n)}))}})),
  }));
  pastno.table(into, ["exchange", ...STATES], known.map(one => [String(one.n), ...one.state.map(v => v.toFixed(2))]), `the state of the person in ${talk.key}`);
};

const side = async (card, name) => {
  const talk = await pastno.talk(card);
  const about = [[talk.person || card.persona, "person"], [talk.about || card.scenario, "about"], [card.target, "target"], [card.condition, "condition"],
    [plain(card.end), "end"], [talk.flags.map(plain).join(", "), "flags"], [talk.branch, "changed"], [talk.locale, "locale"], [talk.detail, "detail"]];
  const made = el("div", {class: "side"}, el("h2", {text: card.key}),
    el("dl", {}, ...about.filter(([text]) => text && text !== "-").flatMap(([text, head]) => [el("dt", {text: head}), el("dd", {text})])), line(talk, name));
  const place = made.appendChild(el("div", {class: "inner"}));
  made.append(...talk.turns.map(one => turn(one, name)));
  return {made, after: () => inner(place, talk)};
};

pastno.open = async (card, other) => {
  const into = document.getElementById("talk");
  let shown;
  try { shown = await Promise.all([side(card, "a"), ...(other ? [side(other, "b")] : [])]); }
  catch (problem) { shown = [{made: el("p", {class: "note", text: problem.message}), after: () => {}}]; }
  pastno.forget(into);
  const kin = page.cards.filter(one => card.family && one.family === card.family && one.run !== undefined && one.key !== card.key);
  const pick = el("select", {id: "beside"}, el("option", {value: "", text: "nothing"}),
    ...kin.map((one, i) => el("option", {value: i, text: `${one.arm || "parent"}: ${one.key}`, selected: one.key === other?.key})));
  pick.addEventListener("change", () => pastno.open(card, kin[pick.value]));
  const tools = el("div", {class: "tools"}, el("button", {type: "button", id: "close", text: "Back to the list", on: {click: pastno.close}}),
    el("a", {href: pastno.link(card), text: "Link to this conversation"}), ...(kin.length ? [el("label", {for: "beside", text: "Side by side with"}), pick] : []));
  into.replaceChildren(tools, el("div", {class: other ? "sides two" : "sides"}, ...shown.map(one => one.made)));
  into.hidden = false;
  shown.forEach(one => one.after());
  into.focus();
  into.scrollIntoView();
};

pastno.close = () => {
  const into = document.getElementById("talk");
  pastno.forget(into);
  into.replaceChildren();
  into.hidden = true;
  history.replaceState(null, "", "#conversations");
  document.getElementById("conversations").scrollIntoView();
  document.querySelector("#list a")?.focus();
};
