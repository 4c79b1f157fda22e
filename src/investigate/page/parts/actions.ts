import { ACTION_KINDS, type Action } from '../../report/action.ts';
import type { Report } from '../../report/index.ts';
import { type Html, html, type Piece, whole } from '../html.ts';
import type { Refs } from '../refs.ts';
import { shortCredential } from '../words.ts';

const KINDS: Readonly<Record<Action['kind'], string>> = {
  contain: 'Contain',
  revoke: 'Revoke',
  remove: 'Remove',
  rotate: 'Rotate',
  review: 'Review',
};

/** Of what an action is about, as much is named. */
const NAMED = 12;

/** What to do, in the order of the runbook, with commands to review. */
export function actionsPart(report: Report, refs: Refs): Html {
  const { actions } = report;
  const names = namesOf(report);
  const groups = ACTION_KINDS.map((kind) => {
    const all = actions.filter((action) => action.kind === kind);
    const items = all.map((action) => item(action, refs, names));
    return (
      all.length > 0 &&
      html`<section class="runbook ${kind}"><h3>${KINDS[kind]}</h3><ol class="actions">${items}</ol></section>`
    );
  });
  return html`<section id="todo" aria-labelledby="todo-h">
<h2 id="todo-h">What to do</h2>
<p class="note">In the order of the runbook. satrap runs none of it: review every command before you do.</p>
${actions.length === 0 ? html`<p class="note">Nothing that the log asks for.</p>` : groups}
</section>`;
}

function item(action: Action, refs: Refs, names: ReadonlyMap<string, string>): Html {
  const about = action.about.flatMap((id) => link(id, refs, names) ?? []);
  const shown = about.slice(0, NAMED).map((one, index) => [index > 0 && ', ', one]);
  const rest = about.length > NAMED && ` and ${about.length - NAMED} more`;
  const commands = action.commands.map(
    (command) =>
      html`<div class="command"><pre tabindex="0"><code>${whole(command)}</code></pre></div>`,
  );
  return html`<li><h4>${action.title}</h4><p>${action.why}</p>${commands}${action.note !== null && html`<p class="mind"><b>Mind</b> ${action.note}</p>`}${about.length > 0 && html`<p class="message">About ${shown}${rest}</p>`}</li>`;
}

/** What the things that an action is about are called. */
function namesOf({ taken, leftBehind, credentials, identities }: Report): Map<string, string> {
  const names = new Map(identities.nodes.map(({ id, label }) => [id, label]));
  for (const { id } of credentials) names.set(id, shortCredential(id));
  for (const { id, object } of [...taken, ...leftBehind]) {
    const path = [object.resource, object.namespace, object.name ?? 'all'];
    names.set(id, path.filter((part) => part !== null).join('/'));
  }
  return names;
}

function link(id: string, refs: Refs, names: ReadonlyMap<string, string>): Piece {
  const lists = ['credential', 'taken', 'left', 'identity'] as const;
  const list = lists.find((one) => refs.anchor(one, id) !== undefined);
  return list === undefined ? null : refs.link(list, id, names.get(id) ?? id);
}
