/* Keeps what is typed into a draft on the server every few seconds, so that nothing is lost. */
"use strict";

const autosave = document.getElementById("autosave");
const LOOK_SECONDS = 5;

if (autosave) {
  const form = autosave.closest("form");
  const [words, preview] = autosave.children;
  let kept = typed();
  let sending = null;
  let isOver = false; // the form is being sent, or the log-in has ended

  function fields() {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  function typed() {
    return new URLSearchParams(fields()).toString();
  }

  function say(sentence, isWrong = false) {
    words.textContent = sentence;
    autosave.classList.toggle("wrong", isWrong);
  }

  async function keep() {
    const now = typed();
    if (isOver || sending || now === kept) return;
    const data = fields();
    data.set("_autosave", "1");
    sending = new AbortController();
    try {
      const answer = await fetch(location.pathname, {
        method: "POST", body: data, redirect: "manual", signal: sending.signal,
      });
      await hear(answer, now);
    } catch {
      if (!isOver) say("网络不通，内容还没有自动保存；连通后会再试。", true);
    }
    sending = null;
  }

  async function hear(answer, now) {
    if (answer.type === "opaqueredirect") {
      isOver = true;
      say("本次登录已经结束。请先复制刚写的内容，再重新登录；已自动保存的，打开本页可以恢复。", true);
      return;
    }
    if (!answer.ok && answer.status !== 413) {
      say("没有自动保存（可能没有权限或页面已经过期）；请复制内容后刷新页面。", true);
      return;
    }
    const said = await answer.json();
    kept = now;
    if (said.preview) {
      preview.href = said.preview;
      preview.hidden = false;
    }
    say(said.said || `${said.at} 已自动保存（还没有存为草稿）`, Boolean(said.said));
  }

  form.addEventListener("submit", () => {
    isOver = true;
    sending?.abort();
  });
  window.addEventListener("pageshow", () => {
    isOver = false; // back from a page the form was sent to
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) keep();
  });
  // The editor writes its textarea anew when it is ready: that is nobody's typing.
  document.addEventListener("prose-editor:ready", () => {
    kept = typed();
  });
  setInterval(keep, LOOK_SECONDS * 1000);
}
