// The office under a policy without inline script: what Wagtail's date fields and choosers start inline is started here.
function start(root) {
  for (const mark of root.querySelectorAll("[data-chooser]")) {
    const make = window[mark.dataset.chooser];
    const given = [mark.dataset.for, JSON.parse(mark.dataset.options)];
    mark.remove();
    if (make) mark.dataset.chooser.startsWith("init") ? make(...given) : new make(...given);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  start(document);
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node instanceof Element) start(node);
    }
  }).observe(document.body, { childList: true, subtree: true });
});
