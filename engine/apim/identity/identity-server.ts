import { Fault } from '../../errors/index.js';
import type { ApimAnswer, ApimRequest, ApimServer } from '../server.js';
import type { ApimState } from '../state.js';
import { Authentication } from './authentication.js';
import { refusalOf } from './authorization.js';
import { isRefusal, type Refusal, refusalAnswer } from './refusal.js';
import { pathOf, readRequestPath } from './request-path.js';
import { ResourceRules } from './resource-rules.js';

/** What stands behind the rules. */
const granted: ApimAnswer = { status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'granted' };

/**
 * The rules of an identity server, who may call which of its APIs, in front of a resource that answers `granted` (gateway
 * sheet C). TomlSettings are read here, once.
 * @throws Error for settings that cannot be used
 */
export function createIdentityServer(state: ApimState): ApimServer {
  const settings = state.toml;
  const rules = new ResourceRules(settings);
  const authentication = new Authentication(state, settings);
  const host = settings.section('server').text('hostname') ?? 'localhost';
  return (request) => {
    const refusal = check(request, rules, authentication);
    return refusal ? refusalAnswer(refusal, pathOf(request.target), host) : granted;
  };
}

/** The order of work of gateway sheet C.1. */
function check(request: ApimRequest, rules: ResourceRules, authentication: Authentication): Refusal | undefined {
  const path = readRequestPath(request.target);
  if (isRefusal(path)) return path;
  const rule = ruleFor(rules, path.path, request.method);
  if (rule === undefined) return { status: 400 };
  if (rule === 'denied') return { status: 401 };
  if (rule === 'open' || !rule.secured) return undefined;
  const caller = authentication.callerOf(request, path.path, rule);
  return isRefusal(caller) ? caller : refusalOf(caller, rule, path);
}

/** Undefined: a pattern could not be matched in time, and nothing is known. */
function ruleFor(rules: ResourceRules, path: string, method: string): ReturnType<ResourceRules['find']> | undefined {
  try {
    return rules.find(path, method);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}
