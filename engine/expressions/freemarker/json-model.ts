import { JsonNumber, JsonObject, type JsonValue } from '../../message/index.js';
import { Decimal } from '../decimal.js';
import { type FtlObject, FtlSequence, type FtlValue } from './value.js';

/** A JSON value as templates see it: numbers are doubles, null is a missing value. */
export function jsonModel(value: JsonValue): FtlValue | undefined {
  if (value === null) return undefined;
  if (value instanceof JsonNumber) return Decimal.parse(String(value.toNumber()));
  if (Array.isArray(value)) return new FtlSequence(value.map(jsonModel));
  return value instanceof JsonObject ? new JsonHash(value) : value;
}

/** A JSON object; its members are converted when they are read. */
class JsonHash implements FtlObject {
  readonly description = 'extended_hash';

  constructor(readonly object: JsonObject) {}

  get(key: string): FtlValue | undefined {
    const value = this.object.get(key);
    return value === undefined ? undefined : jsonModel(value);
  }

  keys(): readonly string[] {
    return [...new Set(this.object.keys)];
  }
}
