import {
  convertValue,
  JavaNumber,
  JsonData,
  JsonNumber,
  type JsonValue,
  type Value,
  valueText,
} from '../../engine/kit.js';

/** Types of the variable mediator. */
export const variableTypes = ['STRING', 'BOOLEAN', 'INTEGER', 'LONG', 'DOUBLE', 'JSON', 'XML'] as const;
export type VariableType = (typeof variableTypes)[number];

const NUMBER_KINDS = { INTEGER: 'int', LONG: 'long', DOUBLE: 'double' } as const;

/**
 * The native result of an expression as a typed variable takes it: it must be of that kind already, only JSON scalars are
 * converted (mediators-message sheet 3). Undefined when it does not fit.
 */
export function typedValue(type: VariableType, native: Value): Value | undefined {
  const json = native instanceof JsonData ? native.value : undefined;
  switch (type) {
    case 'STRING':
      return valueText(native);
    case 'XML':
      return convertValue('XML', valueText(native), 'expression', 'variable');
    case 'BOOLEAN':
      return typeof native === 'boolean' ? native : typeof json === 'boolean' ? json : undefined;
    case 'JSON':
      return json === undefined ? undefined : isScalar(json) ? scalarText(json) : native;
    default:
      return numberOf(NUMBER_KINDS[type], native, json);
  }
}

function numberOf(kind: 'int' | 'long' | 'double', native: Value, json: JsonValue | undefined): JavaNumber | undefined {
  if (native instanceof JavaNumber) return native.kind === kind ? native : undefined;
  if (!(json instanceof JsonNumber)) return undefined;
  const value = json.toNumber();
  if (kind === 'double') return new JavaNumber('double', value);
  const whole = /^-?\d+$/.test(json.text) ? BigInt(json.text) : BigInt(Math.trunc(value));
  return kind === 'long'
    ? new JavaNumber('long', BigInt.asIntN(64, whole))
    : new JavaNumber('int', Number(BigInt.asIntN(32, whole)));
}

/** A result without a type: as it is, JSON scalars in their Java kind. */
export function untypedValue(native: Value): Value {
  if (!(native instanceof JsonData)) return native;
  const json = native.value;
  if (typeof json === 'string' || typeof json === 'boolean' || json === null) return json;
  return json instanceof JsonNumber ? javaNumber(json) : native;
}

function javaNumber(json: JsonNumber): JavaNumber {
  if (!/^-?\d+$/.test(json.text)) return new JavaNumber('double', json.toNumber());
  const whole = BigInt(json.text);
  return BigInt.asIntN(32, whole) === whole
    ? new JavaNumber('int', Number(whole))
    : new JavaNumber('long', BigInt.asIntN(64, whole));
}

type JsonScalar = string | boolean | JsonNumber | null;

function isScalar(json: JsonValue): json is JsonScalar {
  return json === null || typeof json !== 'object' || json instanceof JsonNumber;
}

/** A scalar as plain text, a string without its quotes (expressions sheet 4.7). */
function scalarText(json: JsonScalar): string {
  return json instanceof JsonNumber ? json.text : String(json);
}
