/* Names the rich text editor and its buttons in Chinese (words: portal/locale). */
"use strict";

function translate(editor) {
  for (const button of editor.querySelectorAll(".prose-menubar [title]")) {
    const name = gettext(button.title);
    if (name !== button.title) {
      button.title = name;
      button.setAttribute("aria-label", name);
    }
  }
  for (const words of editor.querySelectorAll(".prose-menubar__option > *, dialog option")) {
    const name = gettext(words.textContent);
    if (name === words.textContent) continue;
    if (words.tagName === "OPTION") words.value = words.textContent; // what the editor reads
    words.textContent = name;
  }
}

function nameTextBox(editor, textarea) {
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const textBox = editor.querySelector("[contenteditable]");
  textBox.setAttribute("aria-label", label.textContent.trim());
  textBox.setAttribute("aria-multiline", "true");
}

document.addEventListener("prose-editor:ready", (event) => {
  const textarea = event.detail.textarea;
  const editor = textarea.closest(".prose-editor");
  nameTextBox(editor, textarea);
  translate(editor);
  // The menu comes after the text, and the button of the chosen style is written anew.
  new MutationObserver(() => translate(editor)).observe(editor, { childList: true, subtree: true });
});
