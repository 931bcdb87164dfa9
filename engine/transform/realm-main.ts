/** As far as the realm knows SaxonJS. */
interface Saxon {
  getPlatform(): Platform;
  checkOptions(options: object): { principalResult: SaxonDocument };
  internalTransform(stylesheet: SefNode, source: SaxonDocument, options: object): void;
  serialize(node: SaxonDocument, options: object): string;
  readonly XPath: { sefToJSON(root: unknown, all: boolean): SefNode };
  readonly XdmMap: new () => XdmMap;
  readonly XError: new (message: string, code: string) => Error;
  readonly XS: {
    readonly QName: { fromParts(prefix: string, uri: string, local: string): unknown };
    readonly string: { fromString(text: string): unknown };
  };
}

interface XdmMap {
  inSituPut(key: unknown, value: readonly unknown[]): void;
}

interface SaxonDocument {
  _saxonBaseUri?: string;
  readonly firstChild: unknown;
}

/** A node of a compiled stylesheet. */
interface SefNode {
  readonly N: string;
  readonly C?: readonly SefNode[];
  readonly name?: string;
  readonly value?: string;
  parentNode?: SefNode;
}

/** The part of SaxonJS that knows its surroundings; what we do not want it to reach is replaced in it. */
interface Platform {
  parseXmlFromString(text: string): SaxonDocument;
  resource(name: 'compiler'): SefNode;
  readFile(uri: unknown): string;
  resourcePromise(): Promise<never>;
  writeFileAsync(): never;
  writeFileSync(): never;
  baseURL(): string;
  cwd(): string;
  getDefaultDeliverMessage(): () => void;
  saxonPrint(): void;
  toUTF8(text: string): number[];
  fromUTF8(bytes: Iterable<number>): string;
}

interface Job {
  readonly stylesheet: string;
  readonly source: string;
  readonly parameters: readonly (readonly [string, string])[];
  readonly resources: readonly (readonly [string, string])[];
}

/**
 * Runs inside the realm: its source text is handed over, so it must not use anything from outside of itself. Only texts
 * go in and out. Returns the function that carries out a job: JSON in, JSON out.
 * @param resolveUri `[relative, base or null]` as JSON -> the absolute URI, '' when it is none
 */
export function realmMain(saxon: Saxon, resolveUri: (pair: string) => string): (job: string) => string {
  const base = 'resource:///';
  /** Compiled stylesheets, kept by their content and that of everything they can import. */
  const compiled = new Map<string, SefNode>();
  const keep = 100;

  let resources: ReadonlyMap<string, string> = new Map();
  const platform = saxon.getPlatform();
  const unreadable = (what: string) => new saxon.XError(`There is no resource ${what}`, 'FODC0002');
  const denied = (): never => {
    throw new saxon.XError('Stylesheets cannot write', 'XTDE1490');
  };
  Object.assign(platform, {
    readFile: (uri: unknown) => {
      const text = resources.get(String(uri)) ?? resources.get(String(uri).replace(/^.*\//, base));
      if (text === undefined) throw unreadable(String(uri).replace(base, ''));
      return text;
    },
    resourcePromise: () => Promise.reject(unreadable('but those of the mediator')),
    writeFileAsync: denied,
    writeFileSync: denied,
    baseURL: () => base,
    cwd: () => '/',
    getDefaultDeliverMessage: () => () => undefined,
    saxonPrint: () => undefined,
    toUTF8: (text: string) => Array.from(unescape(encodeURIComponent(text)), (each) => each.charCodeAt(0)),
    fromUTF8: (bytes: Iterable<number>) => decodeURIComponent(escape(String.fromCharCode(...bytes))),
  } satisfies Partial<Record<keyof Platform, unknown>>);

  const compiler = platform.resource('compiler');
  const linkParents = (node: SefNode) => {
    for (const child of node.C ?? []) {
      child.parentNode = node;
      linkParents(child);
    }
  };
  linkParents(compiler);

  /** Runs a compiled stylesheet over a document. */
  function apply(stylesheet: SefNode, source: SaxonDocument, more: object): SaxonDocument {
    const options = saxon.checkOptions({
      destination: 'application',
      templateParams: {},
      tunnelParams: {},
      functionParams: {},
      stylesheetInternal: stylesheet,
      ...more,
    });
    saxon.internalTransform(stylesheet, source, options);
    return options.principalResult;
  }

  function mapOf(entries: readonly (readonly [name: string, value: unknown])[]): XdmMap {
    const map = new saxon.XdmMap();
    for (const [name, value] of entries) map.inSituPut(saxon.XS.QName.fromParts('', '', name), [value]);
    return map;
  }

  function compile(stylesheet: string): SefNode {
    const source = platform.parseXmlFromString(stylesheet);
    source._saxonBaseUri = `${base}stylesheet.xsl`;
    const result = apply(compiler, source, {
      initialMode: 'compile-complete',
      templateParams: { 'Q{}options': { noXPath: false } },
      stylesheetParams: mapOf([['staticParameters', new saxon.XdmMap()]]),
    });
    const sheet = saxon.XPath.sefToJSON(result.firstChild, false);
    linkParents(sheet);
    return sheet;
  }

  function compiledOnce(key: string, stylesheet: string): SefNode {
    let sheet = compiled.get(key);
    if (!sheet) sheet = compile(stylesheet);
    compiled.delete(key);
    compiled.set(key, sheet);
    if (compiled.size > keep) compiled.delete(compiled.keys().next().value!);
    return sheet;
  }

  function outputMethod(sheet: SefNode): string {
    const output = sheet.C?.find((each) => each.N === 'output');
    return output?.C?.find((each) => each.N === 'property' && each.name === 'method')?.value ?? 'xml';
  }

  return (text) => {
    const job = JSON.parse(text) as Job;
    resources = new Map(
      job.resources.map(([location, content]) => [resolveUri(JSON.stringify([location, base])), content]),
    );
    const sheet = compiledOnce(JSON.stringify([job.stylesheet, job.resources]), job.stylesheet);
    const source = platform.parseXmlFromString(job.source);
    const parameters = job.parameters.map(([name, value]) => [name, saxon.XS.string.fromString(value)] as const);
    const result = apply(sheet, source, { stylesheetParams: mapOf(parameters) });
    const isText = outputMethod(sheet) === 'text';
    const how = isText ? { method: 'text' } : { method: 'xml', 'omit-xml-declaration': true, indent: false };
    return JSON.stringify({ kind: isText ? 'text' : 'xml', text: saxon.serialize(result, how) });
  };
}
