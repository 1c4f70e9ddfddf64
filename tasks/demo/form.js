// Says beside each field what the server would say of it, by the rules in its attributes, and sends a form once.
"use strict";

const form = document.querySelector("form[data-checked]");
if (form) {
  const fields = [...form.querySelectorAll(".field")];
  const summary = form.querySelector(".summary");
  const controls = field => [...field.querySelectorAll("[name]")];

  form.noValidate = true;

  const mistake = field => {
    for (const control of controls(field)) {
      const { validity: v, files } = control;
      if (v.valueMissing) return field.dataset.missing;
      if (v.rangeOverflow || v.tooLong) return field.dataset.beyond;
      if (files?.[0]?.size > +control.dataset.mostBytes) return field.dataset.beyond;
      if (files?.[0] && !control.accept.split(",").includes(files[0].type)) return field.dataset.wrong;
      if (!v.valid) return field.dataset.wrong;
      // The browser counts only what a person typed, and spaces too.
      const text = control.value.trim();
      if (control.required && !text) return field.dataset.missing;
      if (text && control.minLength > 0 && [...text].length < control.minLength) return field.dataset.wrong;
    }
    return "";
  };

  const say = (field, text) => {
    const [about, place] = [field.querySelector(".about"), field.querySelector(".mistake")];
    place.textContent = text;
    place.hidden = !text;
    about.hidden = !!text;
    for (const control of controls(field)) text ? control.setAttribute("aria-invalid", "true") : control.removeAttribute("aria-invalid");
    return text;
  };

  const holds = control => (/radio|checkbox/.test(control.type) ? control.checked : control.value || control.validity.badInput);
  const isSaid = field => !field.querySelector(".mistake").hidden;

  form.addEventListener("focusout", event => {
    const field = event.target.closest(".field");
    if (field && !field.contains(event.relatedTarget) && controls(field).some(holds) && !isSaid(field)) say(field, mistake(field));
  });
  form.addEventListener("input", event => {
    const field = event.target.closest(".field");
    if (field && (isSaid(field) || event.target.type === "file")) say(field, mistake(field));
  });

  let isSent = false;
  form.addEventListener("submit", event => {
    const wrong = fields.filter(field => say(field, mistake(field)));
    summary.hidden = !wrong.length;
    summary.textContent = `${wrong.length} ${wrong.length === 1 ? "thing needs" : "things need"} another look.`;
    if (wrong.length || isSent) event.preventDefault();
    if (wrong.length) controls(wrong[0])[0].focus();
    else {
      isSent = true; // a second click on its way sends nothing
      event.submitter?.setAttribute("aria-busy", "true");
    }
  });
  addEventListener("pageshow", () => {
    isSent = false;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  });
}
