import type { Json } from '../../types.ts';
import { type Text, textOf } from '../correlation/values.ts';

/** So many elements of a list are told apart, and so many combinations of one event. */
export const MOST = 256;

/**
 * What a field of a record is in combinations: its text, or each different element's of a list. Of a longer
 * list, all beyond the bound are one, so that nothing new in it goes unnoticed.
 */
export function elementsOf(value: Json | undefined): readonly Text[] {
  if (!Array.isArray(value)) return [textOf(value)];
  if (value.length === 0) return [null];
  const texts = [...new Set(value.map(elementText))];
  if (texts.length <= MOST) return texts;
  texts.sort(byText);
  return [...texts.slice(0, MOST - 1), asOne(texts.slice(MOST - 1))];
}

/** Every combination of one text of each field. Where there are too many, long lists are taken as a whole. */
export function combinationsOf(fields: readonly (readonly Text[])[]): readonly (readonly Text[])[] {
  if (fields.every((list) => list.length === 1)) return [fields.map(([text]) => text as Text)];
  const lists = [...fields];
  while (lists.reduce((product, list) => product * list.length, 1) > MOST) {
    const longest = lists.reduce((a, b) => (b.length > a.length ? b : a));
    lists[lists.indexOf(longest)] = [asOne(longest.toSorted(byText))];
  }
  return lists.reduce<readonly (readonly Text[])[]>(
    (combinations, list) =>
      combinations.flatMap((combination) => list.map((text) => [...combination, text])),
    [[]],
  );
}

/** A list within a list is told apart as a whole. */
function elementText(element: Json): Text {
  return textOf(Array.isArray(element) ? { list: element } : element);
}

function asOne(texts: readonly Text[]): Text {
  return textOf({ texts });
}

/** What is absent comes first. */
function byText(a: Text, b: Text): number {
  if (a === b) return 0;
  return a === null || (b !== null && a < b) ? -1 : 1;
}
