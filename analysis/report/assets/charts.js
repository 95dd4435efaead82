"use strict";
const {page, el, draw, plain, share} = pastno;
const mark = (told, at, text) => at.length ? {told, at, text: String(text)} : text;

const sankey = (into, flow) => {
  const names = [...new Set(flow.links.flatMap(one => [one.source, one.target]))];
  draw(into, 250, `Ways through the phases, ${flow.label}, ${flow.n} conversations`, (ink, width) => ({
    tooltip: pastno.tip(ink),
    series: [{
      type: "sankey", left: 4, right: width < 480 ? 96 : 152, top: 10, bottom: 20, nodeGap: 14, draggable: false,
      data: names.map(name => ({name, itemStyle: {color: pastno.colour(name)}, label: name.startsWith("end: ") ? {} : {position: "inside",
        color: "#fff", textBorderWidth: 0, fontWeight: 700, formatter: /^refusal \d/.test(name) ? `${name.match(/\d/)[0]}${name.endsWith("later") ? "+" : ""}` : ""}})),
      links: flow.links.map(one => ({source: one.source, target: one.target, value: one.count, at: one.at})),
      lineStyle: {color: "source", opacity: .35}, emphasis: {focus: "adjacency"},
      label: {color: ink.ink, fontSize: 11, lineHeight: 13, width: width < 480 ? 90 : 146, overflow: "break",
        textBorderColor: ink.panel, textBorderWidth: 2,
        formatter: one => one.name.replace("end: ", "")},
    }],
  }), one => {
    const links = flow.links.filter(l => one.dataType === "edge"
      ? l.source === one.data.source && l.target === one.data.target : l.source === one.name || l.target === one.name);
    const told = one.dataType === "edge" ? `${one.data.source} → ${one.data.target}` : one.name;
    pastno.behind([...new Set(links.flatMap(l => l.at))], `${flow.label}: ${told}`);
  });
};

const moves = (into, flows) => pastno.table(into, ["group", "from", "to", "count"], flows.flatMap(flow =>
  flow.links.map(one => [flow.label, one.source, one.target,
    mark(`${flow.label}: ${one.source} → ${one.target}`, one.at, one.count)])));

const FLOWS = 16;
pastno.flows = () => {
  const into = pastno.box("flow", "Phase flow",
    "Left to right: from before a refusal, through it, to how it ended. Width is the number of conversations.", true);
  if (page.unended) return void into.append(el("p", {class: "note", text: page.unended}));
  into.append(el("p", {class: "legend"}, ...[["p", "●", "before a refusal"], ["r", "✕", "refusal, by number"], ["o", "○", "after a refusal"]].flatMap(([name, glyph, text]) =>
    [el("span", {class: name, "aria-hidden": "true", text: `${glyph} `}), `${text}   `])));
  const grid = into.appendChild(el("div", {class: "flows"}));
  const drawable = page.flow.filter(one => one.links.length), out = page.flow.reduce((sum, one) => sum + one.left_out, 0);
  if (out) into.append(el("p", {class: "note", text: `${out} conversations are left out: what they were given is never told by path.`}));
  if (drawable.length > FLOWS) into.append(el("p", {class: "note", text: `The first ${FLOWS} of ${drawable.length} groups are drawn; all stand in the table.`}));
  for (const flow of drawable.slice(0, FLOWS)) {
    const one = grid.appendChild(el("div", {}, el("h4", {text: `${flow.label} (${flow.n})`})));
    sankey(one, flow);
  }
  moves(into, page.flow);
};

const shares = (id, title, told, bars, stacked, colours) => {
  const into = pastno.box(id, title, told);
  if (!bars.names.length || !bars.groups.length) return void into.append(el("p", {class: "note", text: "Nothing to count."}));
  const found = (group, name) => bars.bars.find(one => one.group === group && one.name === name);
  const groups = [...bars.groups].reverse();
  const per = stacked ? 34 : Math.max(34, 13 * bars.names.length);
  draw(into, 110 + per * groups.length, `${title}: ${bars.what}; the table below holds the numbers`, (ink, width) => ({
    tooltip: {...pastno.tip(ink), formatter: one => `${one.name}\n${plain(one.seriesName)}: ${share(one.data.count, one.data.of)}`},
    legend: {type: "scroll", bottom: 0, textStyle: {color: ink.ink}, pageTextStyle: {color: ink.ink}, formatter: plain},
    grid: {left: width < 480 ? 104 : 150, right: 22, top: 6, bottom: 58},
    aria: {enabled: true, label: {enabled: false}, decal: {show: true}},
    xAxis: {type: "value", min: 0, max: stacked ? 1 : null, axisLabel: {color: ink.soft, formatter: v => `${Math.round(v * 100)} %`}, splitLine: {lineStyle: {color: ink.line}}},
    yAxis: {type: "category", data: groups, axisTick: {show: false}, axisLabel: {color: ink.ink, width: width < 480 ? 96 : 140, overflow: "break"}},
    series: bars.names.map((name, i) => ({
      name, type: "bar", stack: stacked ? "all" : null, color: colours?.[name] ?? pastno.colours[i % 8], barMaxWidth: 22,
      data: groups.map(group => {
        const one = found(group, name);
        return {value: one && one.of ? one.count / one.of : null, count: one?.count, of: one?.of, at: one?.at ?? []};
      }),
    })),
  }), one => pastno.behind(one.data.at, `${one.name}: ${plain(one.seriesName)}`));
  pastno.table(into, ["group", ...bars.names.map(plain)], bars.groups.map(group => [group, ...bars.names.map(name => {
    const one = found(group, name);
    return one ? mark(`${group}: ${plain(name)}`, one.at, share(one.count, one.of)) : "–";
  })]));
};

pastno.outcomes = () => page.unended
  ? void pastno.box("outcomes", "How conversations ended", "").append(el("p", {class: "note", text: page.unended}))
  : shares("outcomes", "How conversations ended", `${page.outcomes.what}.`, page.outcomes, true, pastno.named);
pastno.flags = () => shares("flags", "What else is true", `${page.flags.what}; never by strategy or path. Eroded: something that must not be given was given after a refusal, in any situation.`, page.flags, false);
pastno.referrals = () => shares("referrals", "Where refusals pointed, by locale", `${page.referrals.what}.`, page.referrals, true);

const heat = (id, title, told, {groups, names, bars, what}, wide) => {
  const into = pastno.box(id, title, told, wide);
  if (!names.length || !groups.length) return void into.append(el("p", {class: "note", text: "Nothing to count."}));
  const tilted = Math.min(130, 16 + 5 * Math.max(0, ...groups.map(one => one.length)));
  const rows = [...names].reverse(), label = (row, group) => `${plain(row)}, ${group}`;
  draw(into, 60 + 28 * rows.length + .7 * tilted, `${title}: ${what}; the table below holds the numbers`, (ink, width) => ({
    tooltip: {...pastno.tip(ink), formatter: one => `${label(rows[one.value[1]], groups[one.value[0]])}\n${share(one.data.count, one.data.of)}`},
    grid: {left: width < 480 ? 92 : 116, right: 12, top: 8, bottom: 44 + .7 * tilted},
    xAxis: {type: "category", data: groups, axisLabel: {color: ink.ink, rotate: 38, interval: 0}, axisTick: {show: false}},
    yAxis: {type: "category", data: rows, axisLabel: {color: ink.ink, formatter: plain}, axisTick: {show: false}},
    visualMap: {min: 0, max: 1, orient: "horizontal", left: "center", bottom: 0, calculable: false, itemWidth: 12, text: ["all", "none"],
      textStyle: {color: ink.ink}, inRange: {color: ["#fff7e6", "#f7cf8f", "#e69f00", "#a85400"]}},
    series: [{type: "heatmap", itemStyle: {borderColor: ink.panel, borderWidth: 2},
      label: {show: width / groups.length > 58, fontSize: 11, formatter: one => `${one.data.count}/${one.data.of}`},
      data: bars.filter(one => one.of).map(one => ({value: [groups.indexOf(one.group), rows.indexOf(one.name), one.count / one.of], count: one.count, of: one.of, at: one.at,
        label: {color: one.count / one.of > .8 ? "#fff" : "#1b1d21"}}))}],
  }), one => pastno.behind(one.data.at, label(rows[one.value[1]], groups[one.value[0]])));
  pastno.table(into, ["what", ...groups], names.map(name => [plain(name), ...groups.map(group => {
    const one = bars.find(bar => bar.group === group && bar.name === name);
    return one ? mark(label(name, group), one.at, share(one.count, one.of)) : "–";
  })]));
};

pastno.heat = () => heat("heat", "Refused, by persona and target", `${page.heat.what}. Empty: never tried.`, page.heat, page.heat.groups.length > 8);
pastno.framing = () => heat("framing", "How refusals are worded", `${page.framing.what}.`, page.framing, page.framing.groups.length > 8);

pastno.strategies = () => {
  const into = pastno.box("strategies", "What people do after a refusal",
    "From the refused message on: which strategy follows which, and where it ends. Whether a target gave in is never told by strategy.", true);
  if (page.withheld) return void into.append(el("p", {class: "note", text: page.withheld}));
  const flows = page.strategies.filter(one => one.links.length);
  const out = page.strategies.reduce((sum, one) => sum + one.left_out, 0);
  if (out) into.append(el("p", {class: "note", text: `Left out: ${out} conversations whose end is not told by strategy.`}));
  if (!flows.length) return void into.append(el("p", {class: "note", text: "Nobody was refused."}));
  const choose = el("select", {id: "strategy-group"}, ...flows.map((one, i) => el("option", {value: i, text: one.label})));
  into.append(el("p", {}, el("label", {for: "strategy-group", text: "Group "}), choose));
  const graph = () => {
    const flow = flows[Number(choose.value)], most = Math.max(...flow.links.map(one => one.count));
    const size = {};
    flow.links.forEach(one => { size[one.source] = (size[one.source] ?? 0) + one.count; size[one.target] = (size[one.target] ?? 0) + one.count; });
    const top = Math.max(...Object.values(size));
    return {flow, most, nodes: Object.keys(size).map(name => ({name, symbolSize: 10 + 30 * Math.sqrt(size[name] / top),
      itemStyle: {color: pastno.colour(name)}, symbol: name.startsWith("end: ") ? "rect" : "circle"}))};
  };
  const drawn = draw(into, 430, "Graph of strategies; the table below holds the numbers", (ink, width) => {
    const {flow, most, nodes} = graph();
    return {tooltip: {...pastno.tip(ink), formatter: one => one.dataType === "edge" ? `${one.data.source} → ${one.data.target}: ${one.data.value}` : one.name},
      series: [{type: "graph", layout: "circular", left: width < 480 ? 70 : "20%", right: width < 480 ? 70 : "20%", top: 40, bottom: 40, data: nodes,
        links: flow.links.map(one => ({source: one.source, target: one.target, value: one.count, lineStyle: {width: 1 + 7 * one.count / most}})),
        edgeSymbol: ["none", "arrow"], edgeSymbolSize: 7, circular: {rotateLabel: false}, emphasis: {focus: "adjacency"},
        lineStyle: {color: ink.soft, opacity: .55, curveness: .18}, label: {show: true, position: "bottom", distance: 3, color: ink.ink, fontSize: width < 480 ? 10 : 12, textBorderColor: ink.panel, textBorderWidth: 3,
          formatter: one => one.name.replace("end: ", "")}}]};
  }, one => {
    const {flow} = graph();
    const links = flow.links.filter(l => one.dataType === "edge" ? l.source === one.data.source && l.target === one.data.target : l.source === one.name || l.target === one.name);
    pastno.behind([...new Set(links.flatMap(l => l.at))], `${flow.label}: ${one.dataType === "edge" ? `${one.data.source} → ${one.data.target}` : one.name}`);
  });
  choose.addEventListener("change", drawn.make);
  moves(into, flows);
};
