// On a phone the metadata box starts folded, so that the text comes first.
if (window.matchMedia("(max-width: 640px)").matches) {
  document.querySelector("details.facts-box").open = false;
}
