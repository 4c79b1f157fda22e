import type { Identity } from '../cluster/caller.ts';
import { credentialId } from './credential-id.ts';
import type { Hand } from './hand.ts';
import type { Credential, Left, Link, Phase, Taken, Thing } from './truth.ts';
import type { World } from './world.ts';

/** As whom the attacker acts. */
export type MaskName = 'thief' | 'runner' | 'billing' | 'backup' | 'vault' | 'admin' | 'nobody';

/** An identity that the attacker has. */
export interface Mask {
  readonly user: string | null;
  readonly impersonator?: string;
  readonly who: Identity & { readonly from: string; readonly userAgent: string };
}

/** How the attacker came by it, and what lets it in. */
interface Gain {
  readonly by: MaskName | null;
  /** In the words of a report; none for what was stolen. */
  readonly links?: readonly string[];
  /** Absent where no credential comes with it. */
  readonly kind?: Credential['kind'];
  /** `NAMESPACE/NAME`. */
  readonly pod?: string;
  /** `NAMESPACE/NAME`. */
  readonly secret?: string;
  readonly issuedBy?: string;
  /** Refused by the end of the story. */
  readonly dead?: boolean;
  readonly afterEnd?: Credential['afterEnd'];
}

/** What the attacker has so far. */
export interface Scene {
  readonly world: World;
  readonly masks: ReadonlyMap<MaskName, Mask>;
  readonly links: readonly Link[];
  readonly credentials: readonly Credential[];
  /** Puts on a new mask. */
  wear(name: MaskName, mask: Mask, gain?: Gain): void;
}

/** One thing that the attacker does, and what comes of it. */
export interface Step {
  readonly id: string;
  readonly phases: readonly Phase[];
  readonly title: string;
  readonly as: MaskName;
  /** That it was refused. */
  readonly denied?: boolean;
  readonly taken?: readonly Taken[];
  readonly left?: readonly Left[];
  readonly removed?: readonly Thing[];
  readonly destroyed?: readonly Thing[];
  readonly offspring?: readonly Thing[];
  /** Beside those by which the attacker got its masks. */
  readonly links?: readonly Link[];
  /** What nobody sees: a mask that takes no request to put on. */
  prepare?(scene: Scene): void;
  run(hand: Hand, scene: Scene): Promise<unknown>;
}

export function createScene(world: World): Scene {
  const masks = new Map<MaskName, Mask>();
  const links: Link[] = [];
  const credentials: Credential[] = [];
  return {
    world,
    masks,
    links,
    credentials,
    wear(name, mask, gain) {
      masks.set(name, mask);
      if (gain === undefined) return;
      const { by, kind, pod = null, secret = null, issuedBy = null, dead = false } = gain;
      const { afterEnd = { accepted: false, refused: 0 } } = gain;
      const user = mask.user ?? '';
      const from = by === null ? '' : (masks.get(by)?.user ?? '');
      for (const link of gain.links ?? []) links.push({ from, to: user, link, may: false });
      if (kind === undefined) return;
      const id = credentialId(mask.who);
      const place = { pod, secret, from: mask.who.from };
      credentials.push({ kind, user, id, ...place, issuedBy, dead, afterEnd });
    },
  };
}

/** `NAMESPACE/NAME`, or the name alone of what is in no namespace. */
export const thing = (resource: string, place: string): Thing => {
  const [namespace = '', name] = place.split('/');
  return name === undefined
    ? { resource, namespace: null, name: namespace }
    : { resource, namespace, name };
};

export const created = (resource: string, place: string): Left => ({
  ...thing(resource, place),
  deed: 'created',
});

export const changed = (resource: string, place: string): Left => ({
  ...thing(resource, place),
  deed: 'changed',
});

/** `*`: all of the namespace. */
export const taken = (
  kind: Taken['kind'],
  place: string,
  how: string = kind,
  may = false,
): Taken => {
  const [namespace = '', name = '*'] = place.split('/');
  return { kind, namespace, name: name === '*' ? null : name, how, may };
};

/** A link that a report may draw and need not. */
export const mayLink = (from: string, to: string, link: string): Link => ({
  from,
  to,
  link,
  may: true,
});
