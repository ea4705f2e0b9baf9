/* Titles and document numbers offered under the search box: the combobox pattern of ARIA.
   A module, which view.js asks for when somebody comes to the box. */

const box = document.querySelector("input[data-offers]");
const list = document.createElement("ul");
const count = document.createElement("span");
const LEAST = 2, PAUSE = 150;
const isTraditional = new URLSearchParams(location.search).get("variant") === "t";
let chosen = -1, timer = 0, asked = null;

function close() {
  clearTimeout(timer);
  asked?.abort();
  list.hidden = true;
  list.replaceChildren();
  choose(-1);
  box.setAttribute("aria-expanded", "false");
  count.textContent = "";
}

function choose(place) {
  list.children[chosen]?.setAttribute("aria-selected", "false");
  chosen = place;
  const option = list.children[place];
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
}

function makeOption({ title, number, address }, place) {
  const option = document.createElement("li");
  option.id = `suggested-${place}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.address = isTraditional ? `${address}?variant=t` : address;
  option.append(title);
  if (number) {
    const small = document.createElement("small");
    small.textContent = ` ${number}`;
    option.append(small);
  }
  return option;
}

async function ask() {
  const typed = box.value.trim();
  asked = new AbortController();
  const { signal } = asked;
  const address = `${list.dataset.from}?q=${encodeURIComponent(typed)}`;
  const answer = await fetch(address, { signal }).catch(() => null);
  const { offered } = answer?.ok ? await answer.json().catch(() => ({ offered: [] })) : { offered: [] };
  if (signal.aborted || document.activeElement !== box) return;
  close();
  if (!offered.length) return;
  list.replaceChildren(...offered.map(makeOption));
  list.hidden = false;
  box.setAttribute("aria-expanded", "true");
  count.textContent = `有${offered.length}条建议，按上下键选择`;
}

function onKey(event) {
  const most = list.children.length;
  if (event.isComposing || !most) return;
  if (event.key === "ArrowDown") choose(chosen + 1 < most ? chosen + 1 : -1);
  else if (event.key === "ArrowUp") choose(chosen < 0 ? most - 1 : chosen - 1);
  else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.address);
  else {
    if (event.key === "Escape") {
      event.preventDefault(); // else the first press would empty the box
      close();
    }
    return;
  }
  event.preventDefault();
}

function onInput(event) {
  close();
  if (!event?.isComposing && box.value.trim().length >= LEAST) timer = setTimeout(ask, PAUSE);
}

list.id = "suggested";
list.className = "suggested";
list.hidden = true;
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", "搜索建议");
list.dataset.from = `${box.form.getAttribute("action")}suggestions/`;
count.className = "unseen";
count.setAttribute("role", "status");
box.setAttribute("aria-controls", list.id);
box.after(list, count);
box.addEventListener("input", onInput);
box.addEventListener("compositionend", onInput);
box.addEventListener("keydown", onKey);
box.addEventListener("blur", close);
list.addEventListener("pointerdown", (event) => {
  event.preventDefault(); // the box keeps the focus
  const option = event.target.closest("[role=option]");
  if (option && event.button === 0) location.assign(option.dataset.address);
});
// What was typed while this script was on its way.
if (document.activeElement === box && box.value !== box.defaultValue) onInput();
