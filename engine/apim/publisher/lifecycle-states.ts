import type { ApiSetup } from '../setup.js';

/** State of an API: `Created` as the life cycle has it, `CREATED` as an API says it. */
export type LifecycleState = 'Created' | 'Prototyped' | 'Published' | 'Blocked' | 'Deprecated' | 'Retired';

/** A way out of a state. */
export interface Transition {
  readonly event: string;
  readonly targetState: LifecycleState;
}

const publish: Transition = { event: 'Publish', targetState: 'Published' };
const prototype: Transition = { event: 'Deploy as a Prototype', targetState: 'Prototyped' };
const demote: Transition = { event: 'Demote to Created', targetState: 'Created' };
const block: Transition = { event: 'Block', targetState: 'Blocked' };
const republish: Transition = { event: 'Re-Publish', targetState: 'Published' };
const deprecate: Transition = { event: 'Deprecate', targetState: 'Deprecated' };
const retire: Transition = { event: 'Retire', targetState: 'Retired' };

/** What each state offers (gateway sheet A.5). */
export const transitions: Readonly<Record<LifecycleState, readonly Transition[]>> = {
  Created: [publish, prototype],
  Prototyped: [publish, demote],
  Published: [block, prototype, demote, deprecate],
  Blocked: [republish, deprecate],
  Deprecated: [retire],
  Retired: [],
};

export const deprecateOld = 'Deprecate old versions after publishing the API';
export const requireResubscription = 'Requires re-subscription when publishing the API';

/** What can be asked for when an API is published out of a state. */
export function checkItemsOf(state: LifecycleState): readonly string[] {
  return transitions[state].includes(publish) ? [deprecateOld, requireResubscription] : [];
}

type StatusName = NonNullable<ApiSetup['lifecycle']>;

/** `CREATED` */
export function statusName(state: LifecycleState): StatusName {
  return state.toUpperCase() as StatusName;
}

export function stateOfStatus(name: StatusName): LifecycleState {
  return `${name[0]}${name.slice(1).toLowerCase()}` as LifecycleState;
}
