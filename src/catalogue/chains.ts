/**
 * Attacks of several steps, as sequences of the detections. A line: number, name, what happens one after the
 * other. Read by `catalogue.ts`.
 */
export const CHAINS = `
01 stolen-token | a token in a new place, a look at its rights, a look around, then Secrets
02 token-hop | one ServiceAccount asks for another's token, which is used elsewhere, then writes or reads Secrets
03 exec-to-token | a command in a pod, then the pod's identity somewhere else
04 rbac-escalation | a look at one's rights, a refused grant, a grant that succeeds, and its use
05 rbac-then-payload | a powerful role, a binding, then a workload
06 secret-token-persistence | a new ServiceAccount, a token in a Secret, and the token's use
07 certificate-persistence | a certificate is asked for, approved, fetched and used, and the request deleted
08 impersonation-ladder | a refused impersonation, a role that allows it, an impersonation
09 pod-create-theft | a pod that runs as somebody powerful, a command in it, and the pod is gone
10 node-takeover | a way onto a node, the node's identity elsewhere, tokens of its pods, a look at the control plane
11 admission-implant | a new webhook, objects that it changes, and the webhook is gone
12 weaken-then-deploy | a defence is lowered, a workload comes that it forbade, the defence is back
13 anonymous-foothold | a search without credentials, rights for everybody, and their use
14 guess-then-enter | bad credentials again and again, then good ones from the same address
15 debug-escape | a debugging container, somebody attaches to it, then the node
16 grant-use-revoke | a binding, its use, and the binding is gone
17 dry-run-rehearsal | a write is tried out, then done
18 cloud-pivot | a role of the cloud for a ServiceAccount, a restart, a token for the cloud
19 smash-and-cover | Secrets are read, objects deleted, and the Events about it as well
20 node-forge | a token for joining, a certificate of a node, a new node
`;
