/** A worker says that it cannot start; the message is for people. */
export class WorkerStartError extends Error {
  override readonly name = 'WorkerStartError';
}
