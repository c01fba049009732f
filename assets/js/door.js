// The door of a gathering, on a phone at the gate. It works without a net: docs/adr/0023.
if (document.body.dataset.closed) import("./door/closed.js").then(({ showClosed }) => showClosed());
else import("./door/app.js").then(({ start }) => start());
