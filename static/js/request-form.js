// After a form comes back with mistakes, keyboard and screen reader begin at the summary.
const errors = document.getElementById("errors");
if (errors) errors.focus();
