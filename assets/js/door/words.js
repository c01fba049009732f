// What the page says, in the reader's language: the server wrote it into <template id="words">.
const words = new Map();
for (const each of document.querySelector("#words")?.content.querySelectorAll("[data-word]") ?? []) words.set(each.dataset.word, each.textContent);

export const say = (word, facts = {}) => (words.get(word) ?? word).replace(/\{(\w+)\}/g, (all, name) => facts[name] ?? all);
export const part = (name) => document.querySelector(`[data-part="${name}"]`);
