import { hash } from 'node:crypto';
import { LEVELS, type Level, type RuleInfo } from '../types.ts';
import { isMapping } from './cursor.ts';

/**
 * Who a document is, with what it leaves out filled in: the name is made from the title, the id from
 * the name or the title, the level is `medium`. Takes broken documents too.
 */
export function infoOf(content: unknown): RuleInfo {
  const given = isMapping(content) ? content : {};
  const title = text(given.title);
  const written = text(given.name);
  const id = text(given.id) || digestId(written ? ['name', written] : ['title', title]);
  return {
    id,
    name: written || slug(title) || id,
    title,
    level: LEVELS.find((level) => level === given.level) ?? DEFAULT_LEVEL,
    author: text(given.author),
    description: text(given.description).trim(),
    status: text(given.status),
    tags: texts(given.tags),
    references: texts(given.references),
    falsepositives: texts(given.falsepositives),
  };
}

const DEFAULT_LEVEL: Level = 'medium';

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((each) => typeof each === 'string');
}

function slug(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '');
}

/** SHA-256 in the shape of a version 8 UUID (RFC 9562), the version for digests of one's own. */
function digestId(from: readonly string[]): string {
  const hex = hash('sha256', JSON.stringify(from), 'hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join('-');
}
