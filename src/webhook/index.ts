export type { ReceiverCounts } from './counts.ts';
export {
  checkReceiver,
  isLoopback,
  type ReceiverCallbacks,
  type ReceiverOptions,
} from './options.ts';
export { type Receiver, startReceiver } from './receiver.ts';
export { type ReceiverThread, startReceiverThread } from './thread.ts';
export type { ThreadCounts, ThreadOptions } from './thread-calls.ts';
export type { TlsFiles } from './tls-files.ts';
