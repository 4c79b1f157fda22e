/** One tag of a page: its name and the names of its attributes, without their values. */
const TAG =
  /<(\/?[a-z][a-z0-9]*|!doctype html)((?:\s+[a-zA-Z][a-zA-Z0-9:-]*(?:="[^"<>]*")?)*)\s*\/?>/iy;
const TEXT = /[^<]+/y;
/** Elements whose content is no markup. */
const RAW = /^(?:script|style)$/i;

/**
 * The tags of a page in their order, each with the names of its attributes; throws at what is neither a tag
 * as we write them nor text.
 */
export function skeletonOf(page: string): string[] {
  const tags: string[] = [];
  let at = 0;
  while (at < page.length) {
    TEXT.lastIndex = at;
    const text = TEXT.exec(page);
    if (text !== null) at = TEXT.lastIndex;
    if (at >= page.length) break;
    TAG.lastIndex = at;
    const tag = TAG.exec(page);
    if (tag === null) throw new Error(`no tag: ${page.slice(at, at + 200)}`);
    const [, name = '', attributes = ''] = tag;
    tags.push(`<${name}${attributes.replace(/="[^"]*"/g, '')}>`);
    at = RAW.test(name) ? page.indexOf(`</${name}`, TAG.lastIndex) : TAG.lastIndex;
  }
  return tags;
}

/** What a reader sees of markup: its text, spaces made one. */
export function textOf(markup: string): string {
  return markup
    .replace(/<title>.*?<\/title>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&nbsp;/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .replace(/ ([,.;:)])/g, '$1')
    .trim();
}
