export type { ServedSurroundings } from './artifact-plan.js';
export { FixtureWriter, type FixtureWriterOptions } from './fixture-writer.js';
export type { RawRecording, ServedFile } from './raw-recording.js';
export {
  defaultBodyLimit,
  Recorder,
  type RecorderOptions,
  type RecordingSink,
  type WriteOutcome,
} from './recorder.js';
