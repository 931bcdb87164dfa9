export { describeCase, describeProblem, describeProblems, describeResult } from './describe-case.js';
export type { Failure } from './failure.js';
export type {
  BodyMatcher,
  Expectation,
  ExpectedCall,
  FixtureAnswer,
  FixtureBody,
  FixtureCase,
  FixtureExchange,
  FixtureRequest,
  FixtureStep,
  Json,
} from './fixture.js';
export { caseSchema } from './fixture-schema.js';
export { junitReport } from './junit.js';
export { type PlayedCase, Player, type PlayerOptions } from './play-case.js';
export { type FixtureFile, type FixtureProblem, readFixture } from './read-fixture.js';
export { type ReplayOptions, replay } from './replay.js';
export { type CaseResult, exitStatus, type ReplayResult, resultJson, type TraceStep } from './result.js';
