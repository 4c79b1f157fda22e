import { type Contender, linesIn, type Presence, versionOf } from './contender.ts';

/** The ServiceAccount documents' query: ServiceAccounts that list Secrets. */
const QUERY = `select(
  (.user.username | startswith("system:serviceaccount:")) and
  .objectRef.resource == "secrets" and
  .verb == "list"
)`;

/** jq, or a program that takes the same arguments. */
export function jqLike(
  name: string,
  find: () => Promise<{ readonly program: string; readonly presence: Presence }>,
): Contender {
  let program = name;
  return {
    id: name,
    name,
    cores: 1,
    async presence() {
      const found = await find();
      program = found.program;
      return found.presence;
    },
    command: (log) => [program, '-c', QUERY, log],
    hits: linesIn,
  };
}

/** The machine's jq. */
export function jq(): Contender {
  return jqLike('jq', async () => ({ program: 'jq', presence: await versionOf('jq') }));
}
