/** The directory for recordings cannot be used; the message is for people. */
export class RecordingDirectoryError extends Error {
  override readonly name = 'RecordingDirectoryError';
}
