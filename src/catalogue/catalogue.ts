import type { AuditLevel } from '../policy/policy.ts';
import { CHAINS } from './chains.ts';
import { DETECTIONS } from './detections.ts';

/** What an audit log allows to detect: the measure that the bundled rules are held to. */

/** A public set of detections, and how it does with one of them. */
export interface Other {
  /** Such as `Falco`. */
  readonly set: string;
  /** `wrong`: its rule doesn't work as written; `partly`: it has something of the kind. */
  readonly how: 'has it' | 'partly' | 'wrong';
}

/** One thing to detect. Rules answer it by the tag `satrap.CODE`. */
export interface Detection {
  /** A letter and two digits, such as `b11`. */
  readonly code: string;
  readonly name: string;
  /** One line: a clause without a full stop. */
  readonly what: string;
  /** The least level of audit at which it can be seen. */
  readonly level: AuditLevel;
  /** ATT&CK techniques, such as `T1552.007`. */
  readonly techniques: readonly string[];
  readonly others: readonly Other[];
  /** Where another detection's rules answer this one too. */
  readonly answeredBy?: { readonly code: string; readonly why: string };
}

/** Detections about one thing. */
export interface Group {
  readonly letter: string;
  readonly title: string;
  readonly detections: readonly Detection[];
}

/** An attack of several steps. Rules answer it by the tag `satrap.chainNN`. */
export interface Chain {
  /** `chain01` and so on. */
  readonly code: string;
  readonly name: string;
  readonly what: string;
}

const LEVELS: Readonly<Record<string, AuditLevel>> = {
  M: 'Metadata',
  R: 'Request',
  RR: 'RequestResponse',
};

/** What the letters stand for. `!` behind one: its rule doesn't work as written; `~`: it has it in part. */
export const SETS: Readonly<Record<string, string>> = {
  F: 'Falco',
  S: 'SigmaHQ',
  E: 'Elastic',
  P: 'Panther',
  D: 'Stratus Red Team',
  DD: 'Datadog',
  G: 'GuardDuty',
  SCC: 'Google SCC',
  SP: 'Splunk',
  TM: 'Microsoft threat matrix',
  K: 'KubeHound',
};

/** All detections, in their groups. */
export const GROUPS: readonly Group[] = readGroups(DETECTIONS);

/** All chains. */
export const ATTACKS: readonly Chain[] = lines(CHAINS).map((line) => {
  const [head = '', what = ''] = line.split(' | ');
  const [number, name = ''] = head.split(' ');
  return { code: `chain${number}`, name, what };
});

/** Reads the table of detections: `= A Title`, then a line each; `> CODE: why` below one that another answers. */
export function readGroups(table: string): readonly Group[] {
  const groups: { letter: string; title: string; detections: Detection[] }[] = [];
  for (const line of lines(table)) {
    const detections = groups.at(-1)?.detections ?? [];
    if (line.startsWith('= ')) {
      groups.push({ letter: line.charAt(2), title: line.slice(4), detections: [] });
    } else if (line.startsWith('> ')) {
      const [code = '', why = ''] = line.slice(2).split(': ');
      const last = detections.pop();
      if (last !== undefined) detections.push({ ...last, answeredBy: { code, why } });
    } else detections.push(readDetection(line));
  }
  return groups;
}

function readDetection(line: string): Detection {
  const [head = '', level = '', techniques = '', others = '', what = ''] = line.split(' | ');
  const [code = '', name = ''] = head.split(' ');
  return {
    code,
    name,
    what,
    level: LEVELS[level] ?? 'Metadata',
    techniques: words(techniques),
    others: words(others).map((other) => ({
      set: SETS[other.replace(/[!~]$/, '')] ?? other,
      how: other.endsWith('!') ? 'wrong' : other.endsWith('~') ? 'partly' : 'has it',
    })),
  };
}

function words(text: string): string[] {
  return text === '-' ? [] : text.split(' ');
}

function lines(table: string): string[] {
  return table.split('\n').filter((line) => line !== '');
}
