import { DERIVATIONS, derivationOf } from '../../record/derived/index.ts';
import { nearest } from '../../text/nearest.ts';

/** Whether a derived field exists, and has parts where some are asked for; what to write instead, when not. */
export function checkDerived(path: string): string | undefined {
  const derivation = derivationOf(path);
  const [, name = '', ...below] = path.split('.');
  if (derivation !== undefined) {
    const alone = below.length === 0 || derivation.open === true;
    return alone ? undefined : `satrap.${name} has no parts`;
  }
  const right = nearest(
    name,
    DERIVATIONS.map((each) => each.name),
  );
  return `satrap derives no field \`${path}\`${
    right === undefined ? '; docs/rules.md has those there are' : `: did you mean satrap.${right}?`
  }`;
}
