import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { installed } from '../../installed.ts';

/** What every page holds, whatever the report: read from beside the sources, in a checkout and in the package. */
export interface Assets {
  readonly styles: string;
  /** Runs before anything is shown. */
  readonly early: string;
  readonly scripts: readonly string[];
  /** The content security policy that allows just these. */
  readonly policy: string;
}

const BROWSER = installed('src/investigate/page/browser/');
const STYLES = [
  'theme.css',
  'page.css',
  'timeline.css',
  'graph.css',
  'verdict.css',
  'marks.css',
  'filter.css',
  'table.css',
  'phases.css',
  'todo.css',
  'evidence.css',
  'narrow.css',
  'cards.css',
  'print.css',
];
const SCRIPTS = [
  'theme.js',
  'filter.js',
  'timeline-keys.js',
  'timeline-pointers.js',
  'timeline.js',
  'graph.js',
  'evidence.js',
  'copy.js',
];

/** The styles and scripts of a page. */
export function assets(): Assets {
  const styles = STYLES.map(read).join('\n');
  const early = read('early.js');
  const scripts = SCRIPTS.map(read);
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(styles)}`,
    `script-src ${[early, ...scripts].map(hashOf).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  return { styles, early, scripts, policy };
}

function read(name: string): string {
  return readFileSync(new URL(name, BROWSER), 'utf8');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
