// Text: numbers and names as they are shown, and as they stand in a link.

const NUMBERS = new Intl.NumberFormat("en");
const PLAIN = /^[\x20-\x7e]*$/;

const number = (count) => NUMBERS.format(count);

const counted = (count, singular, plural = `${singular}s`) =>
  `${number(count)} ${count === 1 ? singular : plural}`;

// What hides or reorders the text around it (controls, direction overrides, halves of characters) is shown as such.
const shown = (text) =>
  PLAIN.test(text) ? text : text.replace(/[\t\n\p{Zl}\p{Zp}]/gu, " ").replace(/\p{C}/gu, "\ufffd");

const clipped = (text, most) => (text.length > most ? `${text.slice(0, most - 2)} …` : text);

// A half of a surrogate pair cannot stand in a link; it does in the name of a file that is no UTF-8.
const wellFormed = (text) => text.replace(/\p{Cs}/gu, "\ufffd");

const encoded = (text) => encodeURIComponent(wellFormed(text));

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const jobLink = (name) => `#job=${encoded(name)}`;

const lineLink = (file, line) => `#line=${encoded(file)}:${line}`;
