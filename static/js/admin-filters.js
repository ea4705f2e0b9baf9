/* Closes an open filter when the reader turns to something else. */
"use strict";

const filters = document.querySelectorAll("#filters details");

function closeAllBut(chosen) {
  for (const filter of filters) {
    if (filter !== chosen) filter.open = false;
  }
}

document.addEventListener("click", (event) => closeAllBut(event.target.closest("#filters details")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeAllBut(null);
});
