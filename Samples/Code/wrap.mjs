// wrap.mjs: break paragraphs into lines so that the right edge is as even as it can be.
//
//   node wrap.mjs [WIDTH] < text
//
// A greedy wrapper fills every line and leaves the last but one to suffer. This one looks
// at all the ways to break a paragraph and takes the one in which the squares of the gaps
// add up to least. Dynamic programming: best[i] is the cheapest way to set words[0..i).

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Columns of a string in a terminal: marks count 0, wide characters 2. */
export function columns(text) {
  let width = 0;
  for (const char of text.normalize('NFC')) {
    const code = char.codePointAt(0);
    if (/\p{Mark}|\p{Default_Ignorable_Code_Point}/u.test(char)) continue;
    const wide =
      (code >= 0x1100 && code <= 0x115f) ||
      (code >= 0x2e80 && code <= 0xa4cf) ||
      (code >= 0xac00 && code <= 0xd7a3) ||
      (code >= 0xf900 && code <= 0xfaff) ||
      (code >= 0xff00 && code <= 0xff60) ||
      /\p{Emoji_Presentation}/u.test(char);
    width += wide ? 2 : 1;
  }
  return width;
}

/** @returns {string[]} the lines of one paragraph */
export function wrapParagraph(text, width = 72) {
  const words = text.split(/[ \t\n]+/).filter(Boolean);
  const widths = words.map(columns);
  const n = words.length;
  const best = new Array(n + 1).fill(Infinity);
  const breakBefore = new Array(n + 1).fill(0);
  best[0] = 0;

  for (let end = 1; end <= n; end += 1) {
    let length = -1;
    for (let start = end - 1; start >= 0; start -= 1) {
      length += widths[start] + 1;
      const alone = start === end - 1;
      if (length > width && !alone) break;
      const gap = Math.max(0, width - length);
      // The last line may be short, but a single word on it looks lost.
      const cost = end === n ? (alone && n > 1 ? (width / 4) ** 2 : 0) : gap ** 2;
      if (best[start] + cost < best[end]) {
        best[end] = best[start] + cost;
        breakBefore[end] = start;
      }
    }
  }

  const lines = [];
  for (let end = n; end > 0; end = breakBefore[end]) {
    lines.unshift(words.slice(breakBefore[end], end).join(' '));
  }
  return lines;
}

export const wrap = (text, width) =>
  text
    .split(/\n{2,}/)
    .map((paragraph) => wrapParagraph(paragraph, width).join('\n'))
    .join('\n\n');

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const width = Number.parseInt(process.argv[2] ?? '72', 10);
  if (!(width > 0)) {
    console.error(`wrap: "${process.argv[2]}" is not a width`);
    process.exitCode = 2;
  } else {
    console.log(wrap(readFileSync(0, 'utf8').trimEnd(), width));
  }
}
