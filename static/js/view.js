/* Reading settings without a new loading, the reading line, reading aloud (only when asked), and
   what the search box offers. */
"use strict";

const root = document.documentElement;
const looks = document.querySelector("form.looks");
const said = document.getElementById("looks-said");
root.classList.add("has-script");

/* Settings: the same address the plain buttons lead to, so that typed words are not lost. */

function show(name, value) {
  if (name === "text") value === "100" ? delete root.dataset.text : (root.dataset.text = value);
  if (name === "theme") value === "auto" ? delete root.dataset.theme : (root.dataset.theme = value);
  if (name === "pointer" || name === "line") root.classList.toggle(name, value === "1");
  if (name === "line") followReader();
}

function press(button) {
  const isSwitch = button.name === "pointer" || button.name === "line";
  const others = looks.querySelectorAll(`button[name="${button.name}"]`);
  for (const other of others) other.setAttribute("aria-pressed", String(other === button));
  if (isSwitch) {
    button.setAttribute("aria-pressed", String(button.value === "1"));
    button.value = button.value === "1" ? "0" : "1";
  }
}

looks?.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button || button.name === "simple") return; // another page: let it load
  event.preventDefault();
  const { name, value } = button;
  const kept = await fetch(`${looks.action}?${name}=${value}`, { redirect: "manual" }).catch(() => null);
  show(name, value);
  press(button);
  said.textContent = kept ? `已设为：${button.textContent}` : "已改变，但没有能够保存";
});

/* The reading line follows the pointer, or what has the focus. */

let line = null;

function moveLine(y) {
  line.style.top = `${y}px`;
}

const byPointer = (event) => moveLine(event.clientY + 12);
const byFocus = (event) => moveLine(event.target.getBoundingClientRect().bottom + 2);

function followReader() {
  const isOn = root.classList.contains("line");
  if (isOn === Boolean(line)) return;
  const listen = isOn ? document.addEventListener : document.removeEventListener;
  if (isOn) {
    line = document.createElement("div");
    line.className = "reading-line";
    document.body.append(line);
  }
  listen.call(document, "pointermove", byPointer);
  listen.call(document, "focusin", byFocus);
  if (!isOn) {
    line.remove();
    line = null;
  }
}

followReader();

/* Reading aloud: what is selected, or the text of the page, piece by piece. */

const readButton = document.getElementById("read-aloud");
const READ = "h1, h2, h3, p, li, dt, dd, caption, th, td, figcaption";

function textToRead() {
  const selected = String(getSelection()).trim();
  if (selected) return [selected];
  const parts = [...document.querySelectorAll("main :is(" + READ + ")")];
  const shown = parts.filter((part) => part.checkVisibility?.() ?? part.offsetParent);
  const innermost = shown.filter((part) => !part.querySelector(READ));
  return innermost.map((part) => part.innerText.trim()).filter(Boolean);
}

function stopReading() {
  speechSynthesis.cancel();
  readButton.textContent = "朗读本页";
  readButton.setAttribute("aria-pressed", "false");
}

function read() {
  const texts = textToRead();
  for (const [place, text] of texts.entries()) {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = "zh-CN";
    utterance.rate = 0.9;
    if (place === texts.length - 1) utterance.onend = stopReading;
    speechSynthesis.speak(utterance);
  }
  readButton.textContent = "停止朗读";
  readButton.setAttribute("aria-pressed", "true");
}

readButton?.addEventListener("click", () => {
  if (!("speechSynthesis" in window)) {
    said.textContent = "这个浏览器不能朗读，请使用读屏软件或换一个浏览器。";
  } else if (readButton.getAttribute("aria-pressed") === "true") {
    stopReading();
  } else {
    read();
  }
});

addEventListener("pagehide", () => window.speechSynthesis?.cancel());

/* Titles under the search box: their script comes with the first visit of the box, few need it. */

const searchBox = document.querySelector("input[data-offers]");
const COMBOBOX = { "role": "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };

function loadOffers() {
  import(searchBox.dataset.offers).catch(() => searchBox.removeAttribute("role"));
}

if (searchBox) {
  // Set before the box has the focus: a screen reader says what it is on arriving.
  for (const [name, value] of Object.entries(COMBOBOX)) searchBox.setAttribute(name, value);
  if (document.activeElement === searchBox) loadOffers();
  else searchBox.addEventListener("focus", loadOffers, { once: true });
}
