/**
 * How JSON and XML become each other. The defaults are the reference's; the keys are those of synapse.properties, which
 * `jsonXmlOptions` reads.
 */
export interface JsonXmlOptions {
  /** XML to JSON: texts that look like numbers, booleans or null become such. Default true. */
  readonly autoPrimitive: boolean;
  /** XML to JSON: the whole text stays a string when this holds (disableAutoPrimitive.regex); not asked for literals. */
  readonly staysString: ((text: string) => boolean) | undefined;
  /** XML to JSON: the string to write in place of a text (customReplaceRegex), undefined to go on as usual. */
  readonly replacedString: ((text: string) => string | undefined) | undefined;
  /** XML to JSON: neighbours of one name become an array. Default true. */
  readonly autoArray: boolean;
  /** XML to JSON: `<?xml-multiple name?>` opens an array. Default true. */
  readonly readMultiple: boolean;
  /** JSON to XML: arrays are announced by `<?xml-multiple name?>`. Default false. */
  readonly writeMultiple: boolean;
  /** XML to JSON: names keep their prefixes. Default false. */
  readonly preserveNamespaces: boolean;
  /** Between prefix and name in JSON. Default `_`. */
  readonly namespaceSeparator: string;
  /** XML to JSON, with `preserveNamespaces`: declarations become `@xmlns` members. Default false. */
  readonly namespaceDeclarations: boolean;
  /** `null` and an attribute `nil="true"` become each other, and an element without content gives `""`. Default false. */
  readonly nil: boolean;
  /** XML to JSON: an element without content gives null, else `""`. Default true. */
  readonly nullForEmpty: boolean;
  /** JSON to XML: characters that no XML name may hold are written `_JsonReader_<code>_`; undone on the way back. Default false. */
  readonly validNames: boolean;
  /** XML to JSON: blank text that is an element's only child counts (axis2 `PRESERVE_SPACES`). Default false. */
  readonly preserveSpaces: boolean;
  /**
   * Ours, not the reference's: elements made of JSON remember what they were, so that the way back loses nothing (arrays
   * of one item and of none, `""`, `{}`, the string `"123"`, the number `1e3`) as long as nobody changed them.
   * Default false: what the reference loses is lost.
   */
  readonly typeMarks: boolean;
}

export const defaultJsonXmlOptions: JsonXmlOptions = Object.freeze({
  autoPrimitive: true,
  staysString: undefined,
  replacedString: undefined,
  autoArray: true,
  readMultiple: true,
  writeMultiple: false,
  preserveNamespaces: false,
  namespaceSeparator: '_',
  namespaceDeclarations: false,
  nil: false,
  nullForEmpty: true,
  validNames: false,
  preserveSpaces: false,
  typeMarks: false,
});

/** A Java pattern as far as the options need one; its maker knows how to compile the text. */
export interface TextPattern {
  /** Whether the whole text matches. */
  matches(text: string): boolean;
  /** Whether the beginning of the text matches. */
  lookingAt(text: string): boolean;
  /** The text with the first match replaced, by Java's rules for `$1` and `\`. */
  replaceFirst(text: string, replacement: string): string;
}

/** The properties that tune the conversion; all start with `synapse.commons.` but the last. */
export const jsonXmlProperties = {
  preserveNamespaces: 'synapse.commons.json.preserve.namespace',
  validNames: 'synapse.commons.json.buildValidNCNames',
  autoPrimitive: 'synapse.commons.json.output.autoPrimitive',
  namespaceSeparator: 'synapse.commons.json.output.namespaceSepChar',
  namespaceDeclarations: 'synapse.commons.json.output.enableNSDeclarations',
  staysString: 'synapse.commons.json.output.disableAutoPrimitive.regex',
  replacedString: 'synapse.commons.json.json.output.disableAutoPrimitive.customReplaceRegex',
  replacement: 'synapse.commons.json.json.output.disableAutoPrimitive.customReplaceSequence',
  autoArray: 'synapse.commons.json.output.jsonoutAutoArray',
  readMultiple: 'synapse.commons.json.output.jsonoutMultiplePI',
  xmlMultiple: 'synapse.commons.json.output.xmloutMultiplePI',
  nil: 'synapse.commons.enableXmlNilReadWrite',
  nullForEmpty: 'synapse.commons.enableXmlNullForEmptyElement',
  instructions: 'synapse.json.to.xml.processing.instruction.enabled',
} as const;

/**
 * The options that properties ask for; what they leave open comes from `base`.
 * @param property the text of a property, undefined when it is not set
 * @param compile makes a pattern of a Java regular expression; what it throws goes through
 */
export function jsonXmlOptions(
  property: (name: string) => string | undefined,
  compile: (pattern: string) => TextPattern,
  base: JsonXmlOptions = defaultJsonXmlOptions,
): JsonXmlOptions {
  const names = jsonXmlProperties;
  const flag = (name: string, otherwise: boolean): boolean => {
    const text = property(name);
    return text === undefined ? otherwise : text.trim().toLowerCase() === 'true';
  };
  const keep = property(names.staysString);
  const replace = property(names.replacedString);
  return {
    ...base,
    preserveNamespaces: flag(names.preserveNamespaces, base.preserveNamespaces),
    validNames: flag(names.validNames, base.validNames),
    autoPrimitive: flag(names.autoPrimitive, base.autoPrimitive),
    namespaceSeparator: property(names.namespaceSeparator)?.trim().charAt(0) || base.namespaceSeparator,
    namespaceDeclarations: flag(names.namespaceDeclarations, base.namespaceDeclarations),
    staysString: keep === undefined ? base.staysString : wholeMatch(compile(keep)),
    replacedString:
      replace === undefined ? base.replacedString : replacing(compile(replace), property(names.replacement) ?? ''),
    autoArray: flag(names.autoArray, base.autoArray),
    readMultiple: flag(names.readMultiple, base.readMultiple),
    writeMultiple: flag(names.instructions, false) || flag(names.xmlMultiple, base.writeMultiple),
    nil: flag(names.nil, base.nil),
    nullForEmpty: flag(names.nullForEmpty, base.nullForEmpty),
  };
}

function wholeMatch(pattern: TextPattern): (text: string) => boolean {
  return (text) => pattern.matches(text);
}

function replacing(pattern: TextPattern, replacement: string): (text: string) => string | undefined {
  return (text) => (pattern.lookingAt(text) ? pattern.replaceFirst(text, replacement) : undefined);
}
