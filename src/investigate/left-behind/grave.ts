/** Rights to all, or to more rights. */
const GREAT =
  /ClusterRole (?:cluster-admin|admin|system:)|"?\* \*|(?:escalate|bind|impersonate) |system:masters/;
const OUT = /privileged|host(?:PID|Network|IPC)|host path/;

/** Whether a clause tells of rights to all, or to more rights. */
export function isGreat(what: string): boolean {
  return GREAT.test(what);
}

/** Whether a clause tells of a way out of a container. */
export function leadsOut(what: string): boolean {
  return OUT.test(what);
}

/** Whether a clause, of whatever object, speaks for itself. */
export function isGrave(what: string): boolean {
  return isGreat(what) || leadsOut(what);
}
