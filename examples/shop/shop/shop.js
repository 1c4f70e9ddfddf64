// The shop's own behaviour: toasts, forms that stay on their page, one order to a click, and questions before it is too late.
"use strict";

const TOAST_MS = 4000;

function letGo(toast) {
  setTimeout(() => toast.remove(), TOAST_MS);
}

function say(text) {
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = text;
  document.querySelector(".toasts").replaceChildren(toast);
  letGo(toast);
}

function show(values) {
  for (const [name, text] of Object.entries(values)) {
    for (const place of document.querySelectorAll(`[data-shown="${name}"]`)) place.textContent = text;
  }
}

function mark(form, mistakes) {
  for (const line of form.querySelectorAll("[data-mistake]")) {
    const mistake = mistakes[line.dataset.mistake] ?? "";
    line.textContent = mistake;
    const field = form.elements[line.dataset.mistake];
    if (mistake) field.setAttribute("aria-invalid", "true");
    else field?.removeAttribute?.("aria-invalid");
  }
  form.querySelector("[aria-invalid]")?.focus();
}

async function send(form) {
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  const { toast, mistakes, shown } = await answer.json();
  mark(form, mistakes);
  show(shown);
  if (toast) say(toast);
}

/** While a form is under way its button says so, and a second click sends nothing. */
function busy(form, text) {
  const button = form.querySelector("button.main");
  const before = button.textContent;
  form.dataset.busy = "";
  if (text) {
    button.textContent = text;
    button.classList.add("busy");
  }
  return () => {
    delete form.dataset.busy;
    button.textContent = before;
    button.classList.remove("busy");
  };
}

for (const form of document.querySelectorAll("form[data-fetch]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if ("busy" in form.dataset) return;
    const done = busy(form, form.dataset.fetch);
    try {
      await send(form);
    } catch {
      say("That did not work. Please try again.");
    } finally {
      done();
    }
  });
}

for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if ("busy" in form.dataset) event.preventDefault();
    else addEventListener("pageshow", busy(form, form.dataset.once), { once: true }); // gone back to: ready again
  });
}

for (const form of document.querySelectorAll("form[data-ask]")) {
  const dialog = document.getElementById(form.dataset.ask);
  form.addEventListener("submit", (event) => {
    const isWhole = [...form.querySelectorAll("[id]:not(p)")].every((field) => field.value.trim());
    if (!isWhole) return; // the shop names what is missing
    event.preventDefault();
    dialog.showModal();
  });
  dialog.querySelector("[data-yes]").addEventListener("click", () => {
    dialog.close();
    form.submit();
  });
  dialog.querySelector("[data-no]").addEventListener("click", () => {
    dialog.close();
    say("Nothing was sent");
  });
}

for (const button of document.querySelectorAll("[data-sure]")) {
  button.addEventListener("click", (event) => {
    if (!confirm(button.dataset.sure)) event.preventDefault();
  });
}

for (const radio of document.querySelectorAll("[data-shipping]")) {
  radio.addEventListener("change", () => show({ "sum-shipping": radio.dataset.shipping, "sum-total": radio.dataset.total }));
}

document.querySelectorAll(".toast").forEach(letGo);
