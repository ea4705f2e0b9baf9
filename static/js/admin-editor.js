/* Names the rich text editor and its buttons in Chinese (words: portal/locale). */
"use strict";

function translate(menu) {
  for (const button of menu.querySelectorAll("[title]")) {
    const name = gettext(button.title);
    if (name !== button.title) {
      button.title = name;
      button.setAttribute("aria-label", name);
    }
  }
  for (const words of menu.querySelectorAll(".prose-menubar__option > *")) {
    const name = gettext(words.textContent);
    if (name !== words.textContent) words.textContent = name;
  }
}

document.addEventListener("prose-editor:ready", (event) => {
  const editor = event.target.closest(".prose-editor");
  const menu = editor.querySelector(".prose-menubar");
  translate(menu);
  // The editor writes the button of the chosen style anew.
  new MutationObserver(() => translate(menu)).observe(menu, { childList: true, subtree: true });
  const label = document.querySelector(`label[for="${event.detail.textarea.id}"]`);
  const page = editor.querySelector("[contenteditable]");
  page.setAttribute("aria-label", label ? label.textContent.trim() : "");
  page.setAttribute("aria-multiline", "true");
});
