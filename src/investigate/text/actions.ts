import { printable } from '../../text/escape.ts';
import type { Action } from '../report/action.ts';
import type { Report } from '../report/index.ts';
import { heading, type Telling } from './telling.ts';

/** How many actions of a kind are shown, and how many commands of an action. */
const SHOWN: Readonly<Record<Action['kind'], number>> = {
  contain: 5,
  revoke: 10,
  remove: 10,
  rotate: 10,
  review: 4,
};
const COMMANDS_SHOWN = 5;
/** The longest command that is shown: a cut one could do something else. */
const LONGEST_COMMAND = 2000;

/** What to do, in the order of the runbook; commands stand alone on their lines, to be copied. */
export function tellActions(t: Telling, { actions }: Report): string[] {
  if (actions.length === 0) return [];
  const kinds = Map.groupBy(actions, ({ kind }) => kind);
  let number = 0;
  const minded = new Set<string>();
  const lines = [...kinds].flatMap(([kind, ofKind]) => {
    const shown = t.all ? ofKind : ofKind.slice(0, SHOWN[kind]);
    const left = ofKind.length - shown.length;
    return [
      ...shown.flatMap((action) => tellAction(t, action, ++number, minded)),
      ...(left === 0 ? [] : t.line(2, `and ${left} more to ${kind}: --all`, 'dim')),
    ];
  });
  return [
    ...heading(t, 'What to do'),
    ...t.line(2, 'Review each command before you run it.', 'dim'),
    ...lines,
  ];
}

/** One action. What to mind is said once; why objects go, and Secrets, the parts above have told. */
function tellAction(t: Telling, action: Action, number: number, minded: Set<string>): string[] {
  const { kind, title, why, commands, note } = action;
  const isTold = !t.all && (kind === 'remove' || kind === 'rotate');
  const isNew = note !== null && !minded.has(note);
  if (note !== null) minded.add(note);
  const shown = t.all ? commands : commands.slice(0, COMMANDS_SHOWN);
  const left = commands.length - shown.length;
  const label = { text: `${number}. ${kind}:`, style: 'bold' as const };
  const indent = 4 + `${number}`.length;
  return [
    ...t.labelled(2, label, title, { hang: indent - 2 }),
    ...(isTold ? [] : t.line(indent, why, 'dim')),
    ...shown.flatMap((command) => tellCommand(t, indent, command)),
    ...(left === 0 ? [] : t.line(indent, `and ${left} more commands: --all`, 'dim')),
    ...(isNew ? t.labelled(indent, { text: 'Mind:', style: 'yellow' }, note) : []),
  ];
}

/** One line however long, so that it can be copied; one that can't be shown as it is isn't shown at all. */
function tellCommand(t: Telling, indent: number, command: string): string[] {
  const shown = printable(command, LONGEST_COMMAND);
  if (shown === command) return [`${' '.repeat(indent)}${shown}`];
  const why = command.length > LONGEST_COMMAND ? 'is too long' : 'has hidden characters';
  return t.line(indent, `(a command that ${why} is shown by -o json only)`, 'yellow');
}
