/** What is wrong with a webhook's address; `undefined` when nothing is. */
export function checkWebhook(text: string): string | undefined {
  const url = URL.parse(text);
  if (url?.protocol === 'https:') return undefined;
  const local = ['127.0.0.1', '[::1]', 'localhost'].includes(url?.hostname ?? '');
  return url?.protocol === 'http:' && local ? undefined : 'must be an https:// address';
}
