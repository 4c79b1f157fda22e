/**
 * The detections that an audit log allows, as far as the public rule sets and the API know them, in our own
 * words. A line: code, name, the level of audit it needs (`M`etadata, `R`equest, `RR` RequestResponse), ATT&CK
 * techniques, which public sets have it, what it is about. Read by `catalogue.ts`, which explains the letters.
 */
export const DETECTIONS = `
= A Authentication and origin
a01 anon-allowed | M | T1078.001 T1190 | F E P DD G SCC SP | a request without credentials was served
a02 anon-write | M | T1190 | E G SCC | something was changed without credentials
a03 anon-scan | M | T1595.003 T1613 | E P SP | somebody without credentials tries many paths
a04 authn-fail-burst | M | T1110 | S SP | many requests with bad credentials from one address
a05 public-ip-403 | M | T1613 | P | many refusals for one public address
a06 system-id-public-ip | M | T1528 | P | an identity of the cluster itself came from the internet
a07 ioc-ip | M | T1090.003 | P G SCC | a request from an address of a threat list
a08 tool-ua | M | T1613 | S! E | a client that calls itself an attack tool, or a bare script at what is sensitive
a09 new-ua | M | T1078 | E | a client program that this identity never used before
a10 default-admin | M | T1078.001 | F | an all-powerful built-in identity was used
a11 user-not-listed | M | T1078 | F | a user whom the site doesn't know
a12 legacy-token | M | T1550.001 | - | a ServiceAccount token from a Secret was used
a13 stale-token | M | T1550.001 | - | a token was used that its pod should have replaced
a14 fake-sa | M | T1649 | - | a ServiceAccount's name without a ServiceAccount's token
a15 blind-spot | M | T1562.008 | - | an event about something sensitive was too large to be logged whole

= B ServiceAccount behaviour
b01 token-minted | M | T1528 | E P D | a token of a ServiceAccount was asked for
b02 token-minted-privileged | M | T1528 T1098 | D | a token of a powerful ServiceAccount was asked for
b03 token-for-other-sa | M | T1550.001 | - | a ServiceAccount asked for another one's token
b04 long-lived-token | R | T1098 | D~ | a token that outlives its pod, or a day
b05 secret-token | R | T1098 T1528 | - | a Secret that the control plane fills with a token that never expires
b06 sa-denied | M | T1613 | E SP | a ServiceAccount is refused again and again
b07 sa-self-review | M | T1069.003 | S! E DD G SCC | a ServiceAccount asked what it may do
b08 can-i-star | R | T1069.003 | SCC G | somebody asked whether everything is allowed, or Secrets
b09 sa-human-client | M | T1550.001 | E~ | a ServiceAccount's token in a tool that people type into
b10 sa-new-origin | M | T1528 | G~ | a ServiceAccount came from where it never came from
b11 cred-two-places | M | T1528 T1550.001 | - | one token in two places at once
b12 sa-new-action | M | T1078 | G~ | a ServiceAccount did what it never did before
b13 sa-wakes | M | T1078 | SCC~ | a ServiceAccount is back after a long silence
b14 default-sa-used | M | T1078.001 | SCC | a namespace's default ServiceAccount called the API
b15 sa-cross-ns | M | T1613 | - | a ServiceAccount works in namespaces that are not its own
b16 sa-secret-read | M | T1552.007 | E SCC | a ServiceAccount or a node read Secrets
b17 sa-rbac-write | M | T1098.006 | E | a ServiceAccount changed who may do what
b18 sa-cluster-admin-use | M | T1078 | - | a ServiceAccount used cluster-admin
b19 sa-new-grant | M | T1098.006 | - | a ServiceAccount used a binding that it never used before
b20 sa-in-kube-ns | M | T1136 | F DD SCC | a new ServiceAccount in a namespace of the control plane
b21 sa-lifecycle | M | T1136 | S F | a ServiceAccount was created or deleted
b22 sa-modified | R | T1098 T1078.004 | - | a ServiceAccount got other secrets, or a role of the cloud
b23 controller-sa-pod | R | T1078.001 | E | a pod runs as one of the control plane's controllers
b24 privileged-sa-workload | R | T1610 | K~ | a workload runs as a powerful ServiceAccount
b25 sa-exec | M | T1609 | F~ S~ E~ P~ DD~ G~ | a ServiceAccount ran commands in a pod
b26 token-theft-exec | M | T1528 T1552.001 | P D E | a command in a pod read a token
b27 tokenreview-probe | M | T1528 | - | somebody new asked whom a token belongs to
b28 sa-group-bound | R | T1098.006 | - | all ServiceAccounts at once were given rights
b29 default-sa-bound | R | T1098.006 | G | a default ServiceAccount was made an administrator
b30 sa-bound | R | T1098.006 | E! | a ServiceAccount was given rights

= C Secrets and configuration
c01 secrets-dump | M | T1552.007 | E P D S | the Secrets of all namespaces were read
c02 secrets-list-ns | M | T1552.007 | E S P | all Secrets of a namespace were read
c03 secret-burst | M | T1552.007 | E P G | one Secret after the other was read
c04 secret-get-rare | M | T1552.007 | F E SP G | a Secret was read by somebody who never read it
c05 secret-denied | M | T1552.007 | F P | Secrets were refused again and again
c06 secret-bruteforce | M | T1528 | K~ | names of Secrets are being guessed
c07 secret-write | M | T1485 | S F | a Secret was written or deleted
c08 bootstrap-token | M | T1098 | - | a token that lets nodes join was made
c09 secrets-wipe | M | T1485 | - | many Secrets were deleted
c10 configmap-creds | R | T1552.001 | F | credentials were put into a ConfigMap
c11 aws-auth | M | T1098.006 | E D | who of AWS is whom in the cluster was changed
c12 dns-config | M | T1557 T1565.001 | E SCC TM | the cluster's name resolution was changed
c13 auth-config | M | T1556 | - | how the cluster recognizes its callers was changed
c14 arc-proxy | M | T1552.007 | E | Azure Arc's proxy read Secrets that are none of its business
c15 configmap-lifecycle | M | - | F | a ConfigMap was created or deleted
c16 secret-tool-ua | M | T1552.007 | E | Secrets were read with a script or an attack tool
c17 secrets-read-by-delete | M | T1552.007 | - | Secrets were read by pretending to delete them

= D RBAC
d01 cluster-admin-binding | R | T1098.006 | F E P DD SCC G D | cluster-admin was bound
d02 privileged-binding | R | T1098.006 | P SCC G | a powerful built-in role was bound
d03 binding-write | M | T1098.006 | S F | a binding was written or deleted
d04 binding-edited | RR | T1098.006 | SCC | subjects were added to a powerful binding
d05 anon-bound | R | T1098.006 | G SCC | rights for everybody, or for requests without credentials
d06 role-wildcard | R | T1098.006 | F E P G | a role that allows everything
d07 role-escalation-verbs | R | T1098.006 | E SCC | a role that allows to take more rights
d08 role-dangerous-resource | R | T1098.006 | F E P | a role that opens a way to more rights
d09 role-write-verbs | R | T1098.006 | F P | a role that allows changes
d10 system-role-changed | M | T1098.006 | F P | a role of the control plane was changed
d11 role-widened | RR | T1098.006 | E | an existing role was made to allow everything
d12 aggregated-role | R | T1098.006 | - | a role that adds itself to others
d13 self-grant | R | T1098.006 | - | somebody bound rights to themselves
d14 roleref-swap | R | T1098.006 | - | a binding was deleted and came back with another role
d15 escalation-blocked | M | T1098.006 | - | somebody tried to grant rights that they don't have
d16 rbac-lifecycle | M | - | F | a role or a binding was created or deleted

= E Impersonation
e01 impersonate-privileged | M | T1134 T1078 | E | somebody acted as an administrator or as the control plane
e02 impersonate-sa | M | T1134 | E~ | somebody acted as a ServiceAccount
e03 new-impersonator | M | T1134 | - | somebody acted as somebody else for the first time
e04 impersonate-denied | M | T1134 | - | somebody was not allowed to act as somebody else
e05 constrained-impersonation | M | T1134 | - | constrained impersonation was used for the first time

= F Container access and kubelet
f01 exec | M | T1609 | F S E P DD G | a command was run in a pod
f02 attach | M | T1609 | F DD SCC | somebody attached to a running container
f03 portforward | M | T1572 | F | a tunnel into a pod was opened
f04 exec-system-pod | M | T1609 | G SCC | a command was run in a pod of the control plane
f05 exec-shell | M | T1059.004 | S! E | a shell or an interpreter was run in a pod
f06 exec-reverse-shell | M | T1059 | E | a command in a pod that calls home
f07 exec-imds | M | T1552.005 | E | a command in a pod asked the cloud's metadata service
f08 exec-sensitive-file | M | T1552.001 | E | a command in a pod read credentials from files
f09 exec-download | M | T1105 | E | a command in a pod downloaded something
f10 cp-exfil | M | T1041 | P | files were copied out of a pod
f11 ephemeral-container | M | T1609 T1611 | F E | a debugging container was put into a running pod
f12 node-proxy | M | T1611 T1613 | E D | the kubelet was asked through the API server
f13 pod-service-proxy | M | T1090 | - | a pod or service was asked through the API server
f14 log-harvest | M | T1552.001 | - | the logs of many pods were read
f15 kubelet-direct | R | T1609 | - | somebody asked a kubelet directly, past the API server
f16 node-debug-pod | M | T1611 | - | a debugging pod was put onto a node

= G Workloads
g01 privileged | R | T1611 T1610 | F S! E P D DD G SCC SP | a privileged container
g02 hostpath | R | T1611 | F S! E P D G SCC | a pod with the node's files
g03 hostnetwork | R | T1611 | F E P DD SP | a pod in the node's network
g04 hostpid | R | T1611 | F E P | a pod that sees the node's processes
g05 hostipc | R | T1611 | F E P | a pod that shares the node's memory
g06 capabilities | R | T1611 | S! E P SCC | a container with capabilities that lead out of it
g07 root-or-ape | R | T1611 | P SCC | a container that may become root
g08 share-pid-ns | R | T1055 | SCC K | containers that see each other's processes
g09 pod-in-kube-ns | M | T1610 T1036.005 | F S P DD SCC SP | something new runs in a namespace of the control plane
g10 pod-in-default-ns | M | T1610 | P! SP | something new runs in the default namespace
g11 image-policy | R | T1525 | F G SP | an image from where images don't come from
g12 bad-names | R | T1496 | SCC G | something that is called like a miner or an attack tool
g13 masquerade | R | T1036.005 | SCC TM | a pod that is called like one of the control plane's
g14 revshell-spec | R | T1059 | SCC G | a container whose command calls home
g15 daemonset | M | T1610 T1543.005 | P SP | something new runs on every node
g16 cronjob-job | M | T1053.007 | S P SP | a job was made or scheduled
g17 sidecar-or-image-change | RR | T1609 T1525 | S! E | a workload got another container or image
g18 pod-image-patched | R | T1609 | K~ | the image of a running pod was changed
g19 static-pod | R | T1610 | SCC | a pod that a node started from its own disk
g20 control-plane-placement | R | T1610 | K~ | a pod that was put onto a control-plane node
g21 hostpath-pv | R | T1611 | - | a volume that is a folder of a node
g22 psa-violation | M | T1610 | - | a pod that breaks the namespace's security standard
g23 manual-binding | M | T1610 | - | a pod was assigned to a node past the scheduler
g24 deployment-lifecycle | M | T1485 | F S | a deployment or service was created or deleted
g25 anomalous-workload | R | T1610 | G | somebody's first risky workload of its kind
g26 rbac-then-workload | M | T1098.006 | E | a new role, and minutes later a new workload

= H Admission and defences
h01 webhook-change | M | T1546 T1562.001 | S E P DD SCC | an admission webhook was changed
h02 webhook-broad | R | T1546 | P~ | an admission webhook that sees everything, or is outside
h03 admission-policy-change | M | T1562.001 | - | an admission policy was changed
h04 webhook-failed-open | M | T1562.001 | - | requests passed because a webhook did not answer
h05 psa-label-weakened | R | T1562.001 | - | a namespace's security standard was lowered
h06 networkpolicy-removed | M | T1562.007 | S~ | a network policy was changed or removed
h07 events-deleted | M | T1070 | S E | Kubernetes Events were deleted
h08 apiservice-crd-hijack | M | T1546 | - | a part of the API was handed to another server
h09 sensor-removed | M | T1562.001 | - | a security agent or log shipper was removed
h10 namespace-lifecycle | M | T1485 | F DD | a namespace was created or deleted
h11 admission-denied | M | T1610 | - | somebody is stopped by admission again and again
h12 audit-gap | M | T1562.008 | - | the log is silent where it never is

= I Certificates and nodes
i01 csr-created | R | T1649 T1098 | E P D SCC | somebody asked for a client certificate
i02 csr-approved | M | T1649 | SCC E | a certificate request was approved by hand
i03 csr-approve-denied | M | T1649 | SCC | somebody was not allowed to approve a certificate
i04 csr-deleted | M | T1070 | SCC | a certificate request was deleted by hand
i05 bootstrap-cred-abuse | M | T1552 | SCC | a credential for joining nodes was used by hand
i06 csr-privileged-subject | R | T1649 | SCC D | a certificate for an administrator or for the control plane was asked for
i07 node-joined | M | T1078 | F | a node joined, or tried to
i08 node-identity-misuse | M | T1078 | - | a node's identity did what nodes don't do
i09 node-tamper | M | T1578 | - | a node's object was changed by somebody else

= J Discovery
j01 multi-resource-recon | M | T1613 | E | somebody listed one kind of object after the other
j02 mixed-decisions | M | T1613 | E | somebody tries what is allowed and what isn't
j03 denied-spread | M | T1613 | DD | somebody is refused in many places
j04 create-denied | M | T1613 | E SP | somebody was not allowed to create something
j05 denied-new-ua | M | T1613 | E | a refusal for a client program that was never seen
j06 access-matrix | M | T1069.003 | S! | somebody asked for all their rights one by one

= K Exposure and impact
k01 nodeport | R | T1133 | F E P DD SCC SP | a service opened a port on every node
k02 dashboard-exposed | R | T1133 | G | a dashboard was put onto the internet
k03 ingress-no-tls | R | T1040 | F P | an ingress without TLS
k04 traffic-hijack | R | T1557 | - | traffic of the cluster was sent elsewhere
k05 mass-delete | M | T1485 | S~ | one object after the other was deleted
k06 eviction-burst | M | T1499 | - | one pod after the other was evicted
k07 dry-run-probe | M | T1613 | - | somebody tried out a write without writing
k08 finalizer-strip | R | T1485 | - | what keeps an object from being deleted was taken away
k09 unsafe-delete | M | T1485 | - | an object was deleted that could not be read
`;
