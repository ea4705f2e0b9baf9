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

/* --- Pasting: the server cleans what comes from Word, WPS and WeChat ------------------------- */

function tell(sentence) {
  const place = document.querySelector("#autosave strong");
  if (place && sentence) place.textContent = sentence;
}

/** Put copied pictures where they belong: among the attachments, each with its words. */
function attach(files) {
  const rows = [...document.querySelectorAll("#attachments-group .form-row:not(.empty-form)")];
  const free = rows.filter((row) => {
    const input = row.querySelector("input[type=file]");
    return input && input.files.length === 0;
  });
  let last = null;
  for (const file of files) {
    let row = free.shift();
    if (!row) {
      document.querySelector("#attachments-group .add-row a")?.click();
      row = [...document.querySelectorAll("#attachments-group .form-row:not(.empty-form)")].pop();
    }
    const input = row?.querySelector("input[type=file]");
    if (!input || input.files.length) return tell("图片没有粘贴：请在“附件”里上传，并填写替代文字。");
    const carrier = new DataTransfer();
    const name = file.name === "image.png" ? `图片${Date.now() % 100000}.png` : file.name;
    carrier.items.add(new File([file], name, { type: file.type }));
    input.files = carrier.files;
    last = row.querySelector("input[name$=alt_text]");
  }
  last?.focus();
  tell("图片已放到附件里，请填写替代文字：向看不见图片的人说明内容。");
}

async function pasteCleaned(editor, source) {
  const data = new FormData();
  data.set("html", source);
  data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  try {
    const address = document.getElementById("autosave").dataset.paste;
    const answer = await fetch(address, { method: "POST", body: data, redirect: "manual" });
    const cleaned = await answer.json();
    if (cleaned.html) editor.view.pasteHTML(cleaned.html);
    tell(cleaned.said);
  } catch {
    tell("没有粘贴成功（网络不通或登录已经结束），请稍后再粘贴一次。");
  }
}

document.addEventListener("prose-editor:ready", (event) => {
  const { editor, textarea } = event.detail;
  const canClean = Boolean(document.getElementById("autosave"));
  const box = textarea.closest(".prose-editor");
  box.addEventListener(
    "paste",
    (paste) => {
      if (!paste.clipboardData) return;
      const source = paste.clipboardData.getData("text/html");
      const pictures = [...paste.clipboardData.files].filter((file) => file.type.startsWith("image/"));
      const isOwn = source.includes("data-pm-slice") && !/style=|<section/.test(source);
      if (source && !isOwn && canClean) {
        paste.preventDefault();
        paste.stopPropagation();
        pasteCleaned(editor, source);
      } else if (!source && pictures.length) {
        paste.preventDefault();
        paste.stopPropagation();
        attach(pictures);
      }
    },
    true,
  );
});
