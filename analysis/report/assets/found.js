"use strict";
// What the statistics computed is drawn here and nothing of it is computed again.
const percent = value => `${Math.round(100 * value)} %`;
const told = (unit, value) => value === null || value === undefined ? "–"
  : unit === "share" ? percent(value) : Math.abs(value) < 1e4 ? value.toFixed(2) : value.toExponential(1);
const between = (unit, n) => n.low === null && n.high === null ? "–" : `${told(unit, n.low)} to ${told(unit, n.high)}`;
const counts = n => `n ${n.n}, missing ${n.missing}, cut off ${n.censored}`;
const small = p => p === null || p === undefined ? "–" : p < 0.001 ? "< 0.001" : p.toFixed(3);
const left = width => width < 480 ? 122 : 190;
// Rows by their names on the left, and what each rests on at the right.
const rowsOf = (ink, width, names, rests) => [
  {type: "category", inverse: true, data: names, axisTick: {show: false}, axisLabel: {color: ink.ink, interval: 0, width: left(width) - 10, overflow: "break", fontSize: width < 480 ? 10 : 12, lineHeight: 13}},
  {type: "category", inverse: true, position: "right", data: rests, axisTick: {show: false}, axisLine: {show: false}, axisLabel: {color: ink.soft, interval: 0, fontSize: width < 480 ? 10 : 12}},
];
const KINDS = {rate: "How often", time: "How long", odds: "Odds ratios", difference: "Differences"};
const AXES = {share: "share of conversations", exchanges: "exchanges", ratio: "odds ratio (above 1: sooner)", difference: "difference"};

// A line from end to end of each interval; an end that is not known runs to the edge and has no cap.
const whiskers = (ink, rows) => ({
  type: "custom", silent: true, encode: {x: [0, 1], y: 2}, z: 1, data: rows.map((one, i) => [one.low ?? NaN, one.high ?? NaN, i]),
  renderItem: (at, api) => {
    const {low, high} = rows[at.dataIndex], {x, width} = at.coordSys;
    if (low === null && high === null) return null;
    const y = api.coord([0, api.value(2)])[1] || api.coord([1, api.value(2)])[1];
    const from = low === null ? x : api.coord([low, at.dataIndex])[0], to = high === null ? x + width : api.coord([high, at.dataIndex])[0];
    const line = (x1, y1, x2, y2) => ({type: "line", shape: {x1, y1, x2, y2}, style: {stroke: ink.ink, lineWidth: 2}});
    return {type: "group", children: [line(from, y, to, y), ...(low === null ? [] : [line(from, y - 5, from, y + 5)]), ...(high === null ? [] : [line(to, y - 5, to, y + 5)])]};
  },
});

const axis = (unit, ink) => ({
  type: unit === "ratio" ? "log" : "value", ...(unit === "share" ? {min: 0, max: 1, interval: .25} : unit === "exchanges" ? {min: 0} : {}),
  name: AXES[unit], nameLocation: "middle", nameGap: 26, nameTextStyle: {color: ink.soft}, splitNumber: 4,
  axisLabel: {color: ink.soft, hideOverlap: true, formatter: v => unit === "share" ? percent(v) : v && (Math.abs(v) < .01 || Math.abs(v) >= 1e4) ? v.toExponential(0) : String(Number(v.toFixed(2)))},
  splitLine: {lineStyle: {color: ink.line}},
});

const zero = {ratio: 1, difference: 0};

pastno.numbers = () => {
  const into = pastno.box("numbers", "Rates, times and differences, with their intervals",
    "A dot is the value, the line its 95 % interval. Choose what is shown; choose a dot to see the conversations behind it.", true);
  const {forests, never, nothing, withheld} = page.numbers;
  if (!forests.length) return void into.append(el("p", {class: "note", text: "Nothing was held to its end."}));
  const parts = Object.entries(KINDS).map(([kind, name]) => [name, forests.flatMap((one, i) => one.kind === kind ? [[i, `${one.primary ? "★ " : ""}${plain(one.name)}`]] : [])]).filter(([, all]) => all.length);
  const {select, made} = pastno.choose("measure", "Show", parts, () => { drawn.make(); after(); });
  into.append(made);
  const forest = () => forests[Number(select.value)];
  const note = into.appendChild(el("p", {class: "note"}));
  const drawn = draw(into, () => 74 + (forest().marks.length > 40 ? 20 : 30) * forest().marks.length, () => `${plain(forest().name)}: values and intervals of ${forest().marks.length} rows; the table below holds the numbers`, (ink, width) => {
    const {unit, marks, primary, band} = forest();
    return {
      tooltip: {...pastno.tip(ink), formatter: one => one.componentType !== "series" ? "nothing changed: between control and a-a"
        : `${marks[one.value[1]].label}\n${told(unit, marks[one.value[1]].number.value)} (${between(unit, marks[one.value[1]].number)})\n${counts(marks[one.value[1]].number)}`},
      grid: {left: left(width), right: 54, top: 8, bottom: 58}, xAxis: axis(unit, ink),
      yAxis: rowsOf(ink, width, marks.map(one => one.label), marks.map(one => `n ${one.number.n}`)),
      series: [whiskers(ink, marks.map(one => one.number)), {
        type: "scatter", z: 3, symbol: primary ? "diamond" : "circle", symbolSize: primary ? 15 : 11, color: primary ? "#d55e00" : "#0072b2",
        itemStyle: {borderColor: ink.panel, borderWidth: 1}, data: marks.flatMap((one, i) => one.number.value === null ? [] : [[one.number.value, i]]),
        ...(unit in zero ? {markLine: {silent: true, symbol: "none", label: {show: false}, lineStyle: {color: ink.soft, type: "dashed"}, data: [{xAxis: zero[unit]}]}} : {}),
        ...(band ? {markArea: {itemStyle: {color: "#e69f00", opacity: .3, borderColor: "#e69f00", borderWidth: 1}, data: [[{xAxis: band[0]}, {xAxis: band[1]}]]}} : {}),
      }],
    };
  }, one => {
    const row = one.componentType === "series" && forest().marks[one.value[1]];
    if (row?.at?.length) pastno.behind(row.at, `${row.label}: ${plain(forest().name)}`);
  });
  const tables = into.appendChild(el("div"));
  const after = () => {
    const {name, unit, marks, primary, kind, band} = forest();
    note.textContent = [primary ? "★ Named before anything was held: the primary outcome." : "Exploratory: not named before anything was held.",
      !band ? "" : kind === "difference" ? `The band, ${told(unit, band[0])} to ${told(unit, band[1])}, is as far as the arm a-a moves, in which nothing is changed.`
        : `The band, ${told(unit, band[0])} to ${told(unit, band[1])}, lies between the arms control and a-a, in which nothing is changed.`,
      kind === "odds" ? "Adjusted together with all other p (Holm)." : ""].filter(Boolean).join(" ");
    tables.replaceChildren();
    pastno.table(tables, [kind === "odds" ? "trait" : kind === "difference" ? "groups" : "group", "value", "95 % interval", "n", "missing", "cut off", "outside", "p", "Holm", "note"], marks.map(one => [
      one.label, mark(`${one.label}: ${plain(name)}`, one.at ?? [], told(unit, one.number.value)), between(unit, one.number), one.number.n, one.number.missing, one.number.censored,
      one.outside ?? "–", small(one.p), small(one.holm), [one.note, ...one.number.warnings].filter(Boolean).join("; ")]), plain(name));
    pastno.how(tables, marks.map(one => one.number.how));
  };
  after();
  const names = (text, all) => all.length ? [el("p", {class: "note", text: `${text}: ${all.map(plain).join(", ")}.`})] : [];
  into.append(...names("Never seen", never), ...names("Nothing to count", nothing), ...names("Withheld, as persons were made to go on in some way", withheld));
};

pastno.ranges = () => {
  const found = page.ranges;
  if (!found) return;
  const into = pastno.box("policies", "What each arm moves, over the reaction policies",
    `The same fork held under ${found.policies.join(", ")}: each difference to ${found.against} is a range, and no single number. How people react was chosen by somebody; what changes its sign with the policy is a finding about the policy.`, true);
  const names = [...new Set(found.ranges.map(one => one.measure))];
  const {select, made} = pastno.choose("policy-measure", "Show", [["", names.map((name, i) => [i, plain(name)])]], () => { drawn.make(); after(); });
  into.append(made);
  const rows = () => found.ranges.filter(one => one.measure === names[Number(select.value)]);
  const drawn = draw(into, () => 96 + 34 * rows().length, () => `${plain(names[Number(select.value)])}: range of the difference of each arm; the table below holds the numbers`, (ink, width) => ({
    tooltip: {...pastno.tip(ink), formatter: one => `${rows()[one.value[1]].arm}\n${plain(one.seriesName)}: ${told("difference", one.value[0])}`},
    legend: {bottom: 0, itemWidth: 14, textStyle: {color: ink.ink}}, grid: {left: left(width), right: 54, top: 8, bottom: 80}, xAxis: axis("difference", ink),
    yAxis: rowsOf(ink, width, rows().map(one => `${one.arm}${one.check ? " (nothing changed)" : ""}`), rows().map(one => `n ${Math.min(...Object.values(one.pairs))}`)),
    series: [whiskers(ink, rows()), ...found.policies.map((name, i) => ({
      name, type: "scatter", z: 3, symbol: pastno.symbols[i % 4], symbolSize: 11, color: pastno.colours[i % 8], data: rows().flatMap((one, at) => one.differences[name] === null ? [] : [[one.differences[name], at]]),
      ...(i ? {} : {markLine: {silent: true, symbol: "none", label: {show: false}, lineStyle: {color: ink.soft, type: "dashed"}, data: [{xAxis: 0}]}}),
    }))],
  }));
  const tables = into.appendChild(el("div"));
  const after = () => {
    tables.replaceChildren();
    pastno.table(tables, ["arm", "from", "to", ...found.policies.map(name => `${name} (pairs)`), "rests on the policy"], rows().map(one => [one.arm, told("difference", one.low), told("difference", one.high),
      ...found.policies.map(name => `${told("difference", one.differences[name])} (${one.pairs[name]})`), one.rests_on_policy ? "yes: the range holds 0" : "no"]), `ranges of ${plain(names[Number(select.value)])}`);
  };
  after();
  if (found.withheld.length) into.append(el("p", {class: "note", text: `Withheld: ${found.withheld.map(plain).join(", ")}.`}));
};

const TIMES = {
  curves: ["more exchanges gone on after the first refusal", "exchanges after the first refusal", "The share of refused people who go on for more exchanges than this."],
  first: ["exchange of the first refusal", "exchange", "The share of people not yet refused after this exchange."],
};

pastno.curves = () => {
  const into = pastno.box("persistence", "Who still goes on after the first refusal",
    "Kaplan–Meier, with those who were cut off, began late or share a person and a scenario counted as such.");
  const {select, made} = pastno.choose("time", "Show", [["", [["curves", "going on after the first refusal"], ["first", "not yet refused"]]]], () => { drawn.make(); after(); });
  if (!page.curves.groups.length && !page.first.groups.length) return void into.append(el("p", {class: "note", text: "Nobody was at risk."}));
  into.append(made);
  const note = into.appendChild(el("p", {class: "note"}));
  const shown = () => page[select.value].groups;
  const drawn = draw(into, 330, () => `Survival curves: ${TIMES[select.value][2]} The table below holds the numbers.`, ink => {
    const groups = shown(), bands = groups.length < 4;
    const last = Math.max(1, ...groups.flatMap(one => one.steps.map(step => step.at))), times = Array.from({length: last + 1}, (_, i) => i);
    const at = (curve, time) => time > curve.steps.at(-1).at ? null : curve.steps.findLast(step => step.at <= time) ?? {share: 1, low: null, high: null};
    const line = (curve, value) => times.map(time => { const step = at(curve, time); return step && value(step); });
    return {
      tooltip: {...pastno.tip(ink), trigger: "item", formatter: one => `${one.seriesName}\nmore than ${one.name}: ${percent(one.value)}`},
      legend: {type: "scroll", bottom: 0, textStyle: {color: ink.ink}, pageTextStyle: {color: ink.ink}, data: groups.map(one => one.label)},
      grid: {left: 46, right: 16, top: 16, bottom: 76},
      xAxis: {type: "category", data: times.map(String), boundaryGap: false, name: TIMES[select.value][1], nameLocation: "middle", nameGap: 26,
        nameTextStyle: {color: ink.soft}, axisLabel: {color: ink.soft}, splitLine: {show: false}},
      yAxis: {type: "value", min: 0, max: 1, axisLabel: {color: ink.soft, formatter: percent}, splitLine: {lineStyle: {color: ink.line}}},
      series: groups.flatMap((curve, i) => {
        const band = {type: "line", step: "end", stack: `band ${i}`, silent: true, symbol: "none", color: pastno.colours[i % 8], lineStyle: {opacity: 0}, tooltip: {show: false}};
        return [
          ...(bands ? [{...band, data: line(curve, step => step.low ?? step.share)}, {...band, areaStyle: {opacity: .16}, data: line(curve, step => (step.high ?? step.share) - (step.low ?? step.share))}] : []),
          {name: curve.label, id: `curve ${i}`, type: "line", step: "end", triggerLineEvent: true, symbol: pastno.symbols[i % 4], symbolSize: 8, showAllSymbol: true, emphasis: {focus: "series"},
            data: line(curve, step => step.share), color: pastno.colours[i % 8], lineStyle: {width: 2.5, type: pastno.dashes[i % 4]}},
        ];
      }),
    };
  }, one => { const curve = shown()[Number(one.seriesId.slice(6))]; 
    const time = Number(one.name), beyond = curve.at.filter((_, i) => curve.when[i] > time || (curve.cut[i] && curve.when[i] === time));
    if (one.componentType === "series" && Number.isFinite(time) && one.name !== "") pastno.behind(beyond, `${curve.label}: ${select.value === "curves" ? "went on for more than" : "not refused after"} ${time}`);
    else pastno.behind(curve.at, `${curve.label}: ${select.value === "curves" ? "refused" : "held"}`); });
  const tables = into.appendChild(el("div"));
  const after = () => {
    const {groups, test, holm, warnings} = page[select.value];
    note.textContent = [TIMES[select.value][2], test && test.chi_square !== null
      ? `Do groups differ: log-rank chi-square ${test.chi_square.toFixed(2)}, df ${test.df}, p ${small(test.p)}, after Holm ${small(holm)} (n ${test.n}, missing ${groups.reduce((sum, one) => sum + one.missing, 0)}, cut off ${test.censored}).`
      : test ? `${test.warnings.join("; ")}.` : ""].filter(Boolean).join(" ");
    tables.replaceChildren(...warnings.map(text => el("p", {class: "caution", text: `! ${text}`})));
    pastno.table(tables, ["group", "median", "95 % interval", `mean up to ${groups.find(one => one.until !== null)?.until ?? "–"}`, "95 % interval", "n", "missing", "cut off", "late", "outside", "more than: share (95 % interval), at risk"], groups.map(c => [
      c.label, told("exchanges", c.median.value), between("exchanges", c.median), told("exchanges", c.restricted.value), between("exchanges", c.restricted),
      mark(`${c.label}: at risk`, c.at, c.n), c.missing, c.censored, c.late, c.outside,
      c.steps.map(s => `${s.at}: ${percent(s.share)}${s.low === null ? "" : ` (${percent(s.low)} to ${percent(s.high)})`}, ${s.at_risk}`).join("; ")]), TIMES[select.value][0]);
    pastno.how(tables, [...groups.flatMap(c => [c.how, c.median.how, c.restricted.how, ...c.median.warnings, ...c.restricted.warnings]), test?.how, ...(test?.warnings ?? [])]);
  };
  after();
};

const GOING = "still going on";

pastno.endings = () => {
  const {groups, by, shares, withheld} = page.endings;
  const into = pastno.box("endings", "How the time after the first refusal ends",
    "Which end comes first, and when: shares of those refused, with the others counted as what they are (Aalen–Johansen). Told by group alone, never by strategy or path. Eroded: something that must not be given was given after a refusal, in any situation; the rate erosion.eroded asks only where a boundary was at stake.");
  if (withheld) return void into.append(el("p", {class: "note", text: withheld}));
  if (!groups.length) return void into.append(el("p", {class: "note", text: "Nobody was refused."}));
  const {select, made} = pastno.choose("ending", "Group", [["", groups.map((one, i) => [i, `${one.label} (n ${one.n})`])]], () => { drawn.make(); after(); });
  into.append(made);
  const group = () => groups[Number(select.value)];
  const before = (points, time) => points.findLast(one => one.time <= time);
  const drawn = draw(into, 366, () => `Ends after the first refusal by exchange, ${group().label}; the table below holds the numbers`, ink => {
    const one = group(), times = Array.from({length: one.times.at(-1) + 1}, (_, i) => i);
    const going = time => { const at = one.times.findLastIndex(known => known <= time); return at < 0 ? 1 : one.going_on[at]; };
    const bar = (name, values) => ({name, type: "bar", stack: "all", barCategoryGap: 0, color: pastno.named[name], data: values});
    return {
      tooltip: {...pastno.tip(ink), formatter: hit => `by exchange ${hit.name} after the first refusal\n${plain(hit.seriesName)}: ${percent(hit.value)}`},
      legend: {bottom: 0, left: 0, textStyle: {color: ink.ink}, formatter: plain},
      aria: {enabled: true, label: {enabled: false}, decal: {show: true}}, grid: {left: 46, right: 16, top: 16, bottom: 112},
      xAxis: {type: "category", data: times.map(String), name: "exchanges after the first refusal", nameLocation: "middle", nameGap: 26, nameTextStyle: {color: ink.soft}, axisLabel: {color: ink.soft}},
      yAxis: {type: "value", min: 0, max: 1, axisLabel: {color: ink.soft, formatter: percent}, splitLine: {lineStyle: {color: ink.line}}},
      series: [...one.ends.map(end => bar(end.name, times.map(time => before(end.points, time)?.share ?? 0))), bar(GOING, times.map(going))],
    };
  }, hit => {
    const end = group().ends.find(one => one.name === hit.seriesName), time = Number(hit.name);
    const at = end ? end.at.filter((_, i) => end.when[i] <= time) : group().at.filter((_, i) => group().when[i] > time);
    pastno.behind(at, `${group().label}: ${end ? plain(end.name) : GOING} by exchange ${time}`);
  });
  const tables = into.appendChild(el("div"));
  const after = () => {
    const one = group();
    tables.replaceChildren();
    tables.append(el("p", {class: "note", text: `${one.label}: n ${one.n}, missing ${one.missing}, cut off ${one.censored}, never refused ${one.outside}.`}));
    pastno.table(tables, ["end", "conversations", "by exchange: share (95 % interval)"], one.ends.map(end => [plain(end.name), mark(`${one.label}: ${plain(end.name)}`, end.at, end.events),
      end.points.filter((point, i) => !i || point.share !== end.points[i - 1].share || i === end.points.length - 1).map(point => `${point.time}: ${percent(point.share)}${point.low === null ? "" : ` (${percent(point.low)} to ${percent(point.high)})`}`).join("; ")]), `ends of ${one.label}`);
    if (by !== null) {
      const names = [...new Set(shares.map(share => share.end))];
      pastno.table(tables, ["group", ...names.map(plain), "n", "missing", "cut off"], groups.map(({label}) => {
        const mine = shares.filter(share => share.label === label);
        return [label, ...names.map(name => { const s = mine.find(share => share.end === name); return s ? mark(`${label}: ${plain(name)}`, s.at, `${told("share", s.share.value)} (${between("share", s.share)})`) : "–"; }),
          mine[0]?.share.n ?? "–", mine[0]?.share.missing ?? "–", mine[0]?.share.censored ?? "–"];
      }), "ends of all groups", `All groups, by exchange ${by} after the first refusal`);
    }
    pastno.how(tables, [one.how]);
  };
  after();
};
