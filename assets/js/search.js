// The search field: htmx fetches suggestions into a list below it; here one walks them with the arrow keys (the
// combobox pattern). Without a script the field is a plain form.
for (const form of document.querySelectorAll("form[data-suggest]")) {
  const field = form.querySelector("input");
  const list = form.querySelector(".suggestions");
  const status = form.querySelector("[role=status]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  const active = () => options().find((option) => option.ariaSelected === "true");

  list.role = "listbox";
  list.ariaLabel = list.dataset.label;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);

  const show = (open) => {
    list.hidden = !open;
    field.setAttribute("aria-expanded", open);
    if (!open) choose(null);
  };
  const choose = (wanted) => {
    for (const option of options()) option.ariaSelected = option === wanted;
    if (wanted) {
      field.setAttribute("aria-activedescendant", wanted.id);
      wanted.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };
  const step = (by) => {
    const all = options();
    if (!all.length) return;
    show(true);
    // One place more than there are options: the field itself, between the last and the first.
    const at = all.indexOf(active()) + 1;
    choose(all[((at + by + all.length + 1) % (all.length + 1)) - 1]);
  };

  show(false);
  list.addEventListener("htmx:afterSwap", () => {
    options().forEach((option, at) => (option.id = `${list.id}-${at}`));
    show(options().length > 0 && document.activeElement === field);
    status.textContent = list.querySelector("[data-said]")?.dataset.said ?? "";
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && active()) {
      event.preventDefault();
      active().click();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // closes the list and leaves what was typed; once more empties the field
      show(false);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) show(false);
  });
  form.addEventListener("submit", () => show(false));
}
