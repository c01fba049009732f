// The same folding as the house's own search (core/text.py), so that "aasnes" finds Åsnes without a net.
const LETTERS = { æ: "ae", ø: "o", å: "a", ä: "ae", ö: "o", ð: "d", đ: "d", ŋ: "n", ŧ: "t", ß: "ss", ł: "l", þ: "th" };
const FORMS = /(?:\s+(?:as|a\/s|asa|ans|da|sa|ba|ks|enk|nuf|iks|kf|fkf|hf|sf|stiftelsen|ab|gmbh|ltd|inc))+$/;

export const fold = (text) =>
  [...text.normalize("NFKC").toLowerCase()]
    .map((letter) => LETTERS[letter] ?? letter)
    .join("")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/a{2,}/g, "a")
    .replace(/oe+/g, "o")
    .replace(/\s+/g, " ")
    .trim();

// What two spellings of one company share (directory/spelling.py).
export const companyKey = (name) => {
  const folded = fold(name).replaceAll("a.s.", "as").replaceAll("a.s", "as").replace(/[^0-9a-z/]+/g, " ").trim();
  return (folded.replace(FORMS, "") || folded).replace(/[/\s]+/g, " ").trim();
};
