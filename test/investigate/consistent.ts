import { type Report, report } from '../../src/investigate/report/index.ts';

/** What is wrong with a report: not as its schema, an id twice, or a reference to nothing. */
export function problemsOf(value: Report): string[] {
  const { error } = report.safeParse(value);
  const broken = error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
  return [...broken, ...twice(value), ...dangling(value)];
}

function idsOf(value: Report): Record<string, string[]> {
  const lists = {
    credentials: value.credentials,
    origins: value.origins,
    steps: value.timeline.steps,
    alerts: value.timeline.alerts,
    taken: value.taken,
    leftBehind: value.leftBehind,
    nodes: value.identities.nodes,
    edges: value.identities.edges,
    actions: value.actions,
    gaps: value.gaps,
    reasons: value.verdict.reasons,
  };
  return Object.fromEntries(
    Object.entries(lists).map(([name, list]) => [name, list.map(({ id }) => id)]),
  );
}

function twice(value: Report): string[] {
  return Object.entries(idsOf(value)).flatMap(([name, ids]) =>
    ids
      .filter((id, index) => ids.indexOf(id) !== index)
      .map((id) => `${name}: ${JSON.stringify(id)} twice`),
  );
}

function dangling(value: Report): string[] {
  const ids = idsOf(value);
  const known = (...names: string[]) => new Set(names.flatMap((name) => ids[name] ?? []));
  const nodes = known('nodes');
  const credentials = known('credentials');
  const origins = known('origins');
  const alerts = known('alerts');
  const evidence = new Set(Object.keys(value.evidence));
  const anything = known('credentials', 'taken', 'leftBehind', 'nodes');
  const problems: string[] = [];
  const check = (where: string, all: ReadonlySet<string>, refs: readonly (string | null)[]) => {
    for (const ref of refs) {
      if (ref !== null && !all.has(ref)) problems.push(`${where}: no ${JSON.stringify(ref)}`);
    }
  };
  check('subject', nodes, value.subject.identities);
  for (const one of value.credentials) {
    check(one.id, nodes, [one.identity]);
    check(one.id, origins, one.origins);
    check(one.id, credentials, one.siblings);
  }
  for (const one of value.origins) {
    check(one.id, nodes, [one.identity]);
    check(one.id, credentials, one.credentials);
    check(
      one.id,
      origins,
      one.together.map(({ origin }) => origin),
    );
  }
  for (const one of value.timeline.steps) {
    check(one.id, nodes, [one.identity]);
    check(one.id, credentials, [one.credential]);
    check(one.id, origins, [one.origin]);
    check(one.id, alerts, one.alerts);
  }
  for (const one of [...value.taken, ...value.leftBehind]) check(one.id, nodes, [one.identity]);
  for (const one of value.identities.edges) check(one.id, nodes, [one.from, one.to]);
  for (const one of value.actions) check(one.id, anything, one.about);
  for (const { events, count } of proofsIn(value)) {
    check('proof', evidence, events);
    if (count < events.length) problems.push(`proof: ${count} of ${events.length} events`);
  }
  return problems;
}

/** Every proof in the report, wherever it stands. */
function proofsIn(value: unknown): { events: string[]; count: number }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'proof' && one !== null ? [one as { events: string[]; count: number }] : proofsIn(one),
  );
}
