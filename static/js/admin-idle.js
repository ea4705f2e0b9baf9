/* Warns before the log-in ends for idleness; who types is not idle, and says so to the server. */
"use strict";

const idle = document.getElementById("idle");
const WARN_SECONDS = 120;
const TELL_SECONDS = 60; // how often typing is told at most

if (idle) {
  const lasting = Number(idle.dataset.seconds) * 1000;
  const remaining = idle.querySelector("strong");
  let seenAt = Date.now();

  async function tell() {
    seenAt = Date.now();
    idle.hidden = true;
    try {
      const answer = await fetch(idle.action, { method: "POST", body: new FormData(idle), redirect: "manual" });
      if (answer.status !== 204) seenAt = 0;
    } catch {
      seenAt -= TELL_SECONDS * 1000; // no network: try again with the next key
    }
  }

  function look() {
    const left = Math.round((seenAt + lasting - Date.now()) / 1000);
    if (left > WARN_SECONDS || seenAt === 0) return;
    remaining.textContent = left > 0 ? `约${Math.ceil(left / 60)}分钟` : "即刻";
    idle.hidden = false;
  }

  idle.addEventListener("submit", (event) => {
    event.preventDefault();
    tell();
  });
  document.addEventListener("input", () => {
    if (seenAt && Date.now() - seenAt > TELL_SECONDS * 1000) tell();
  });
  setInterval(look, 10000);
}
