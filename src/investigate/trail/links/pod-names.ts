/** What the names of a workload's pods end with, by its kind: as controllers of Kubernetes make them up. */

/** What random parts and hashes are written with: no vowels, so that they spell nothing. */
const SAFE = 'bcdfghjklmnpqrstvwxz2456789';
const RANDOM = `[${SAFE}]{5}`;

/** Between the workload's name and the random part. */
const MIDDLES = {
  deployments: `-[${SAFE}]{1,10}-`,
  replicasets: '-',
  replicationcontrollers: '-',
  daemonsets: '-',
  // An indexed one has the index.
  jobs: String.raw`(?:-\d+)?-`,
  // The time of its job.
  cronjobs: String.raw`-\d+(?:-\d+)?-`,
};

const ENDS = new Map([
  ['statefulsets', /^-\d+$/],
  ...Object.entries(MIDDLES).map(
    ([kind, middle]) => [kind, new RegExp(`^${middle}${RANDOM}$`)] as const,
  ),
]);

/** Whether a pod may be one of a workload, by its name. */
export function isPodOf(resource: string, workload: string, pod: string): boolean {
  if (Object.hasOwn(MIDDLES, resource) && isPodOfLong(workload, pod)) return true;
  return pod.startsWith(workload) && ENDS.get(resource)?.test(pod.slice(workload.length)) === true;
}

/** What stands before the random part is cut to so many characters. */
const LONGEST = 58;
const WHOLE = new RegExp(`^${RANDOM}$`);
const CUT = new RegExp(`^-[${SAFE}\\d]{0,10}$`);

function isPodOfLong(workload: string, pod: string): boolean {
  if (!WHOLE.test(pod.slice(LONGEST))) return false;
  const start = pod.slice(0, LONGEST);
  return (
    workload.startsWith(start) ||
    (start.startsWith(workload) && CUT.test(start.slice(workload.length)))
  );
}
