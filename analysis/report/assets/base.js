"use strict";
// Text of others is only ever set as text: nothing here takes HTML.
const pastno = {page: JSON.parse(document.getElementById("page").textContent), packs: [], waiting: []};

pastno.plain = name => name.replaceAll("_", " ");

pastno.el = (tag, given = {}, ...inside) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name === "text") pastno.text(made, value);
    else if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (value !== false && value !== null) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...inside);
  return made;
};

// What would turn the direction of text, or cannot be seen, is shown by its code.
const STEERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;
pastno.text = (into, words) => {
  let from = 0;
  for (let at = 0; at < words.length; at++) {
    if (!STEERS.test(words[at])) continue;
    into.append(words.slice(from, at));
    const code = `U+${words.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0")}`;
    const shown = document.createElement("span");
    shown.className = "ctl";
    shown.textContent = code;
    into.append(shown);
    from = at + 1;
  }
  into.append(words.slice(from));
  return into;
};

pastno.unpack = async base64 => {
  const bytes = Uint8Array.from(atob(base64.trim()), one => one.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
};

pastno.take = base64 => pastno.waiting.shift()(base64);

// Packs beside the page come through script tags, one after the other: a page on disk may fetch nothing.
let queue = Promise.resolve();
const beside = place => (queue = queue.then(() => new Promise((done, fail) => {
  const script = document.createElement("script");
  pastno.waiting = [done];
  script.src = place;
  script.onerror = () => fail(new Error(`${place} is not beside this page; keep the folder with it`));
  document.head.append(script);
})));

pastno.pack = number => {
  const inside = document.getElementById(`pack-${number}`);
  const first = document.querySelectorAll("script.pack").length;
  pastno.packs[number] ??= (inside
    ? Promise.resolve(inside.textContent)
    : beside(document.querySelectorAll("script.beside")[number - first].dataset.at)).then(pastno.unpack);
  return pastno.packs[number];
};

pastno.talk = async card => (await pastno.pack(card.pack))[card.place];
pastno.link = card => `#${encodeURIComponent(card.key)}`;
pastno.share = (count, of) => of ? `${count} of ${of} (${Math.round(100 * count / of)} %)` : "–";
