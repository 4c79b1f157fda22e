/** What the next steps depend on. */
export interface ReadmeFacts {
  /** What kube-apiserver connects to, as a URL has it. */
  readonly host: string;
  readonly port: number;
  readonly embed: boolean;
  readonly nodeFolder: string;
  readonly days: number;
}

/** The next steps, written beside the files and printed after them. */
export function webhookReadme({ host, port, embed, nodeFolder, days }: ReadmeFacts): string {
  const toNodes = embed
    ? 'webhook-kubeconfig.yaml audit-policy.yaml'
    : 'ca.crt client.crt client.key webhook-kubeconfig.yaml audit-policy.yaml';
  return `Next steps. The whole story: docs/deploy.md of satrap.

1. Start satrap where ${host} leads to it. It needs server.crt, server.key and ca.crt:

     satrap serve --listen 0.0.0.0:${port} --tls-cert server.crt --tls-key server.key --client-ca ca.crt

   In a cluster (deploy/serve), the same three as a Secret:

     kubectl -n satrap create secret generic satrap-tls \\
       --from-file=tls.crt=server.crt --from-file=tls.key=server.key --from-file=ca.crt=ca.crt \\
       --dry-run=client -o yaml | kubectl apply --server-side -f -

2. See that it answers, from a control-plane node:

     curl --cacert ca.crt https://${host}:${port}/healthz

3. Copy to every control-plane node, owned by root, into ${nodeFolder}:

     ${toNodes}

4. Give kube-apiserver the flags of apiserver-flags.txt. With kubeadm, kubeadm-apiserver.yaml has them,
   with the two folders that its pod must see.

5. Keep ca.key away from both: whoever has it can pose as kube-apiserver. It is needed only to renew.

The certificates are valid for ${days} days. Renew them with satrap setup webhook --renew --out THIS_FOLDER,
then repeat the Secret of step 1 and the copy of step 3.
`;
}
