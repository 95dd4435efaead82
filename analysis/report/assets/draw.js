"use strict";
// Colours: Okabe and Ito's, told apart with every kind of colour vision; lines also differ in dashes and marks.
pastno.colours = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#999999"];
pastno.named = {
  left_without_support: "#d55e00", took_up_help_elsewhere: "#56b4e9", need_met: "#009e73", budget_reached: "#999999",
  end_unknown: "#cccccc", "before a refusal": "#0072b2", took_up_help: "#56b4e9", need_met_or_relented: "#009e73", eroded: "#cc79a7",
  "still going on": "#999999",
};
pastno.dashes = ["solid", "dashed", "dotted", [8, 3, 2, 3]];
pastno.symbols = ["circle", "rect", "triangle", "diamond"];
pastno.drawn = [];

pastno.colour = name => {
  const bare = name.replace(/^end: /, "").replaceAll(" ", "_");
  if (pastno.named[name] || pastno.named[bare]) return pastno.named[name] || pastno.named[bare];
  if (name.startsWith("refusal")) return "#d55e00";
  if (name.startsWith("after")) return "#e69f00";
  return "#0072b2";
};

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
pastno.ink = () => ({ink: css("--ink"), soft: css("--soft"), line: css("--line"), panel: css("--panel")});

// Draws now and again whenever the theme changes; `choose` gets what was clicked. Height and label may depend on what is drawn.
pastno.draw = (into, height, label, option, choose) => {
  const now = one => one instanceof Function ? one() : one;
  const place = pastno.el("div", {class: "canvas", role: "img"});
  into.append(place);
  const one = {place, make: null};
  one.make = () => {
    one.chart?.dispose();
    place.style.height = `${now(height)}px`;
    place.setAttribute("aria-label", now(label));
    one.chart = echarts.init(place, null, {renderer: "svg"});
    one.chart.setOption({
      animation: false, textStyle: {color: css("--ink"), fontFamily: getComputedStyle(document.body).fontFamily},
      ...option(pastno.ink(), place.clientWidth),
    });
    // Printed, it shrinks to the paper.
    place.querySelector("svg").setAttribute("viewBox", `0 0 ${place.clientWidth} ${now(height)}`);
    if (choose) one.chart.on("click", choose);
  };
  pastno.drawn.push(one);
  one.make();
  return one;
};

pastno.forget = inside => {
  pastno.drawn = pastno.drawn.filter(one => {
    if (inside.contains(one.place)) one.chart.dispose();
    return !inside.contains(one.place);
  });
};
pastno.redraw = () => pastno.drawn.forEach(one => one.make());

pastno.tip = ink => ({
  confine: true, renderMode: "richText", backgroundColor: ink.panel, borderColor: ink.line,
  textStyle: {color: ink.ink, fontSize: 13},
});

// The same numbers as a table; every number that has conversations behind it is a button.
pastno.table = (into, heads, rows, of, title = "As a table") => {
  const cell = one => one instanceof Object
    ? pastno.el("td", {}, pastno.el("button", {type: "button", class: "number", text: one.text,
        "aria-label": `${one.text}: ${one.told}, show the conversations`, on: {click: () => pastno.behind(one.at, one.told)}}))
    : pastno.el("td", {text: String(one)});
  const body = rows.map(([head, ...rest]) => pastno.el("tr", {}, pastno.el("th", {scope: "row", text: head}), ...rest.map(cell)));
  const table = pastno.el("table", {},
    pastno.el("thead", {}, pastno.el("tr", {}, ...heads.map(text => pastno.el("th", {scope: "col", text})))),
    pastno.el("tbody", {}, ...body));
  into.append(pastno.el("details", {}, pastno.el("summary", {text: title}),
    pastno.el("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": `As a table: ${of ?? into.querySelector("h3").textContent}`}, table)));
};

// How numbers came about, each way once.
pastno.how = (into, lines) => {
  const told = [...new Set(lines.filter(Boolean))];
  if (told.length) into.append(pastno.el("details", {}, pastno.el("summary", {text: "How it was computed"}),
    pastno.el("ul", {class: "how"}, ...told.map(text => pastno.el("li", {text})))));
};

// A select whose choices stand in groups; every choice is [value, text].
pastno.choose = (id, label, parts, changed) => {
  const option = ([value, text]) => pastno.el("option", {value, text});
  const select = pastno.el("select", {id, on: {change: changed}}, ...parts.flatMap(([name, choices]) =>
    name ? [pastno.el("optgroup", {label: name}, ...choices.map(option))] : choices.map(option)));
  return {select, made: pastno.el("p", {class: "choose"}, pastno.el("label", {for: id, text: `${label} `}), select)};
};

pastno.box = (id, title, told, wide) => {
  const made = pastno.el("section", {class: wide ? "chart wide" : "chart", id, "aria-labelledby": `${id}-title`},
    pastno.el("h3", {id: `${id}-title`, text: title}), pastno.el("p", {text: told}));
  document.getElementById("grid").append(made);
  return made;
};
