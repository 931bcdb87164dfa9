import { JsonObject, type JsonValue } from './json-value.js';

interface Member {
  readonly name: string;
  readonly values: JsonValue[];
  array: boolean;
}

/** Collects the members of one object from an element's attributes and children, and decides which are arrays. */
export class MemberList {
  readonly #members: Member[] = [];
  /** Name of the array that an instruction opened; '' waits for the next member's name. */
  #opened: string | undefined;

  /** @param autoArray neighbours of one name become an array; otherwise the name is repeated */
  constructor(private readonly autoArray: boolean) {}

  get empty(): boolean {
    return this.#members.length === 0;
  }

  /** @param item the value is an array's item even if it stays alone */
  add(name: string, value: JsonValue, item = false): void {
    if (this.#opened === '') this.openArray(name);
    if (this.#opened === name) {
      this.#members.at(-1)!.values.push(value);
      return;
    }
    this.#opened = undefined;
    const last = this.#members.at(-1);
    if (this.autoArray && last?.name === name) {
      last.values.push(value);
      last.array = true;
    } else {
      this.#members.push({ name, values: [value], array: item });
    }
  }

  /** Opens an array that takes the following members of that name; without a name, the next member names it. */
  openArray(name: string): void {
    this.#opened = name;
    if (name === '') return;
    const last = this.#members.at(-1);
    if (this.autoArray && last?.name === name) last.array = true;
    else this.#members.push({ name, values: [], array: true });
  }

  addEmptyArray(name: string): void {
    this.#opened = undefined;
    this.#members.push({ name, values: [], array: true });
  }

  /** The member, when there is exactly one. */
  get onlyMember(): { readonly name: string; readonly value: JsonValue } | undefined {
    const [member] = this.#members;
    if (member === undefined || this.#members.length > 1) return undefined;
    return { name: member.name, value: jsonOf(member) };
  }

  toObject(): JsonObject {
    const object = new JsonObject();
    for (const member of this.#members) object.append(member.name, jsonOf(member));
    return object;
  }
}

function jsonOf({ array, values }: Member): JsonValue {
  return array ? values : values[0]!;
}
