import type { SharedFile } from '../../deploy/index.js';
import type { RawRecording, ServedSurroundings, WriteOutcome } from '../../replay/record/index.js';

/** What the thread that writes fixtures is started with. */
export interface ThreadSettings {
  readonly directory: string;
  readonly served: ServedSurroundings;
}

/** What the thread is told. */
export type ToThread =
  | { readonly kind: 'deployed'; readonly files: readonly SharedFile[] }
  /** Answer: `outcome` with this number. */
  | { readonly kind: 'write'; readonly number: number; readonly recording: RawRecording };

/** What the thread tells. */
export interface FromThread {
  readonly kind: 'outcome';
  readonly number: number;
  readonly outcome: WriteOutcome;
}
