/* What makes pages smoother. Every page does its main act without this file. */
(() => {
  "use strict";

  document.documentElement.classList.add("js");

  const each = (root, selector, act) => root.querySelectorAll(selector).forEach(act);
  const size = (bytes) =>
    bytes < 1024 * 1024
      ? `${Math.max(1, Math.round(bytes / 1024))} KB`
      : `${(bytes / 1024 / 1024).toFixed(1).replace(".", ",")} MB`;

  /* A second click on the same button does nothing: the form is on its way. */
  const sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.matches("[data-again], [hx-get], [hx-post]") || form.method === "dialog") return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    form.removeAttribute("data-touched");
    const button = event.submitter;
    if (button) {
      button.setAttribute("aria-disabled", "true");
      button.setAttribute("aria-busy", "true");
    }
    /* A download leaves the page standing: let the form be sent again after a while. */
    window.setTimeout(() => release(form), 10000);
  });
  const release = (form) => {
    sent.delete(form);
    each(form, "[aria-busy]", (button) => {
      button.removeAttribute("aria-disabled");
      button.removeAttribute("aria-busy");
    });
  };
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) each(document, "form", release);
  });

  /* Leaving a page with something typed and not sent. */
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) form.setAttribute("data-touched", "");
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-guard][data-touched]")) event.preventDefault();
  });

  /* Filters send themselves; typing waits for a pause. */
  let pause;
  const send = (field) => field.form.requestSubmit();
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.form && field.form.matches("[data-autosubmit]") && field.type !== "search") send(field);
  });
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.type !== "search" || !field.form || !field.form.matches("[data-autosubmit][hx-get]")) return;
    window.clearTimeout(pause);
    pause = window.setTimeout(() => send(field), 350);
  });

  /* A box that is left by pressing a button is kept when the button is let go: an answer that came in between could
     move the button from under the pointer, and the press would do nothing. */
  let pressed = false;
  const held = [];
  document.addEventListener("pointerdown", () => { pressed = true; }, true);
  for (const kind of ["pointerup", "pointercancel"]) {
    document.addEventListener(kind, () => {
      pressed = false;
      held.splice(0).forEach((ask) => ask());
    }, true);
  }
  document.addEventListener("htmx:confirm", (event) => {
    if (!pressed) return;
    event.preventDefault();
    held.push(() => event.detail.issueRequest(true));
  });

  /* Files: drop them, see their names and sizes, and see at once which is too big. */
  const listFiles = (zone) => {
    const input = zone.querySelector("input[type=file]");
    const list = zone.querySelector(".drop-files");
    const limit = Number(zone.dataset.limit || 0);
    if (!input || !list) return;
    list.replaceChildren(
      ...Array.from(input.files, (file) => {
        const row = document.createElement("li");
        const name = document.createElement("span");
        const note = document.createElement("span");
        name.textContent = file.name;
        note.className = "num";
        note.textContent = size(file.size);
        if (limit && file.size > limit) {
          row.className = "too-big";
          note.textContent = `${size(file.size)}, quá ${size(limit)}`;
        }
        row.append(name, note);
        return row;
      }),
    );
  };
  document.addEventListener("change", (event) => {
    const zone = event.target.closest(".drop");
    if (zone && event.target.type === "file") listFiles(zone);
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const zone = event.target instanceof Element && event.target.closest(".drop");
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("drop-over", kind === "dragover");
      const input = zone.querySelector("input[type=file]");
      if (kind === "drop" && input && event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;

    const close = target.closest(".toast-close");
    if (close) close.closest(".toast").remove();

    if (target.closest("[data-print]")) window.print();

    const copy = target.closest("[data-copy]");
    if (copy) copyText(copy);

    const menu = document.querySelector(".bar details[open], .group[open]");
    if (menu && !menu.contains(target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector(".bar details[open], .group[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  /* On a plain http address the browser keeps its clipboard shut: select the text instead. */
  const copyText = async (button) => {
    const source = document.getElementById(button.dataset.copy);
    if (!source) return;
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
    } catch {
      window.getSelection().selectAllChildren(source);
      if (!document.execCommand("copy")) return;
    }
    const label = button.querySelector("[data-label]") || button;
    const before = label.textContent;
    label.textContent = "Đã sao chép";
    window.setTimeout(() => {
      label.textContent = before;
    }, 2500);
  };

  /* After a refused form: go to the first thing to mend. */
  const fault = document.querySelector("main [aria-invalid=true], main .field-wrong input");
  if (fault && !document.querySelector("[autofocus]")) fault.focus();
})();
