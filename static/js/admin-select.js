/* Mends what select2 leaves to be desired for people who do not see: names, and a list in order. */
"use strict";

// “Clear all” would stand inside the list of what was chosen; each choice has its own button.
for (const select of document.querySelectorAll("select.admin-autocomplete[multiple]")) {
  select.dataset.allowClear = "false";
}

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

// After Django's own handler, which makes the boxes.
django.jQuery(() => document.querySelectorAll("select.admin-autocomplete").forEach(nameSelect));
