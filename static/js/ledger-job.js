// Shows how far a long import or export is; when it is over, the page comes anew.
const section = document.querySelector("[data-progress]");
const bar = section?.querySelector("progress");
const said = section?.querySelector("[role=status]");
const EVERY = 2000;

async function look() {
  try {
    const answer = await fetch(section.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      location.reload();
      return;
    }
    const job = await answer.json();
    if (job.state !== "waiting" && job.state !== "running") {
      location.reload();
      return;
    }
    if (job.total) {
      bar.max = job.total;
      bar.value = job.done;
    }
    if (job.state === "running") {
      said.textContent = `正在${job.said}。`;
    }
  } catch {
    // the network is away for a moment: ask again
  }
  setTimeout(look, EVERY);
}

if (section) {
  setTimeout(look, EVERY);
}
