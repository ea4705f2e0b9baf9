/* Gives the search boxes of select2 the name of their field, which select2 leaves out. */
"use strict";

function nameSelect(select) {
  const label = document.querySelector(`label[for="${select.id}"]`);
  const box = select.nextElementSibling?.querySelector(".select2-selection");
  if (!label || !box) return;
  label.id = `${select.id}_label`;
  for (const part of box.querySelectorAll("[role=textbox], input")) {
    part.setAttribute("aria-labelledby", label.id);
  }
  const value = box.querySelector("[role=textbox]");
  box.setAttribute("aria-labelledby", value ? `${label.id} ${value.id}` : label.id);
}

window.addEventListener("load", () => {
  document.querySelectorAll("select.admin-autocomplete").forEach(nameSelect);
});
