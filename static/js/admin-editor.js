/* Gives the buttons of the rich text editor their names in Chinese (portal/locale). */
"use strict";

document.addEventListener("prose-editor:ready", (event) => {
  const editor = event.target.closest(".prose-editor");
  for (const button of editor.querySelectorAll("[title]")) {
    button.title = gettext(button.title);
    button.setAttribute("aria-label", button.title);
  }
});
