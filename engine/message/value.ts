import type { Fault } from '../errors/index.js';
import type { XmlElement, XmlNode } from '../xml/index.js';
import type { JavaNumber } from './codecs/index.js';
import type { JsonData } from './json/index.js';

/**
 * What a property or variable can hold. A plain string and boolean are Java's String and Boolean; an element is OM, an
 * array a list of OM nodes; a Fault is ERROR_EXCEPTION.
 */
export type Value =
  | string
  | boolean
  | JavaNumber
  | JsonData
  | XmlElement
  | readonly XmlNode[]
  | ReadonlyMap<string, Value>
  | Fault
  | null;

/** Text of a typed value (message-model sheet 2.1, expressions sheet 2.6); null for null, '' for maps and objects. */
export declare function valueText(value: Value | undefined): string | null;
