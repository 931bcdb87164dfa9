/** An object or array that goes in or out by value. */
export class ScriptJson {
  /** @param text JSON */
  constructor(readonly text: string) {}
}

/** A thing that stays outside; scripts hold its number. */
export class ScriptObject {
  constructor(readonly id: number) {}
}

/** What can cross the wall of the sandbox. */
export type ScriptValue = undefined | null | boolean | number | string | ScriptJson | ScriptObject;

/** The outside of a sandbox: everything a script can reach goes through here. What it throws, the script can catch. */
export type ScriptHost = (name: string, args: readonly ScriptValue[]) => ScriptValue;
