export { checkScriptSyntax, looksLikeE4x, type ScriptSyntaxProblem } from './check-syntax.js';
export { runScript, type ScriptLimits, type ScriptRun, type ScriptSource } from './sandbox.js';
export { ScriptFailure, type ScriptFailureKind } from './script-failure.js';
export { type ScriptHost, ScriptJson, ScriptObject, type ScriptValue } from './script-value.js';
