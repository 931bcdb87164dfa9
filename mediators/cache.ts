import {
  artifactsOf,
  attribute,
  CONTINUE,
  compileJavaRegex,
  defineMediator,
  enumKind,
  Fault,
  integerKind,
  keyKind,
  type Load,
  type Message,
  type Outcome,
  one,
  type Run,
  STOP,
  textContext,
  textKind,
  type ValuesOf,
  valueText,
} from '../engine/kit.js';
import { collectAnswer, giveAgain, mustFetchAgain } from './shared/cache-answer.js';
import { type HashedHeaders, requestKey } from './shared/cache-key.js';
import { type CacheEntry, type CacheRules, notedEntry, noteEntry, ResponseCache } from './shared/response-cache.js';

const METHODS: ReadonlySet<string> = new Set([
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'HEAD',
  'OPTIONS',
  'CONNECT',
  '*',
]);
/** Names of the Java classes that make keys; here there is one way, which tells apart what any of them does. */
const HASH_GENERATOR = /^\s*$|\.digest\.(?:DOMHASHGenerator|REQUESTHASHGenerator|HttpRequestHashGenerator)$/;
const ONE_KEY = 'Class that makes the key; whatever it is, address, headers and body make it.';

const text = (doc: string) => one({ body: 'text' }, doc);

const protocolShape = {
  attributes: { type: attribute(textKind, 'HTTP.') },
  children: {
    methods: text('Methods whose answers are kept, by commas; `*` for all.'),
    headersToIncludeInHash: text('Headers that make requests different, by commas; `*` for all.'),
    headersToExcludeInHash: text('Headers that do not, when none are included; `*` for none at all.'),
    responseCodes: text('Java pattern of the statuses that are kept.'),
    enableCacheControl: text('`true` heeds no-store, max-age and no-cache; only where includeAgeHeader stands, too.'),
    includeAgeHeader: text('`true` adds an Age header to what comes out of the cache.'),
    hashGenerator: text(ONE_KEY),
  },
} as const;

export default defineMediator({
  element: 'cache',
  summary: 'Answers requests that were seen before: the finder stands before the call, the collector on the answer.',
  attributes: {
    collector: attribute(enumKind(['true', 'false']), '`true` keeps the answer, `false` looks for one.', {
      required: true,
    }),
    timeout: attribute(integerKind, 'Seconds from the request on for which its answer is kept.', { default: 5000 }),
    maxMessageSize: attribute(integerKind, 'Largest body that is kept, in bytes; -1 for any.', { default: -1 }),
    id: attribute(textKind, 'Name of the cache; without effect.'),
    scope: attribute(textKind, 'Scope of older products; without effect.'),
    hashGenerator: attribute(textKind, ONE_KEY),
  },
  children: {
    onCacheHit: one(
      {
        attributes: { sequence: attribute(keyKind('sequence'), 'Sequence that runs instead of the children.') },
        body: 'content',
      },
      'Runs with the stored answer and has to send it; without it the answer goes to the client.',
    ),
    protocol: one(protocolShape, 'What makes requests different, and which answers are kept.'),
    implementation: one(
      {
        attributes: {
          maxSize: attribute(integerKind, 'Most entries; 10,000 at most.', { default: -1 }),
          type: attribute(textKind, 'Kind of store of older products; without effect.'),
        },
      },
      'Size of the cache.',
    ),
  },
  contentAware: true,
  example: `<cache collector="false" timeout="60">
  <protocol type="HTTP">
    <methods>GET</methods>
    <headersToIncludeInHash>Accept</headersToIncludeInHash>
    <responseCodes>2[0-9][0-9]</responseCodes>
  </protocol>
  <implementation maxSize="500"/>
</cache>`,
  check({ protocol, hashGenerator, element, place }, report) {
    const invalid = (at: typeof place, reason: string) => report.add('mediator/invalid', at, { reason });
    for (const method of methodsOf(protocol?.methods?.body)) {
      if (!METHODS.has(method)) invalid(protocol!.methods!.place, `Unexpected method type: ${method}`);
    }
    const generator = protocol?.hashGenerator;
    if (generator && !HASH_GENERATOR.test(generator.body)) invalid(generator.place, unknownGenerator(generator.body));
    if (hashGenerator !== undefined && !protocol && !HASH_GENERATOR.test(hashGenerator)) {
      invalid(element.attribute('hashGenerator')?.place ?? place, unknownGenerator(hashGenerator));
    }
  },
  compile({ collector, timeout, maxMessageSize, onCacheHit, protocol, implementation }, load) {
    if (collector === 'true') return collect;
    const rules = rulesOf(timeout, maxMessageSize, protocol, load);
    const headers = hashedHeaders(protocol);
    const most = implementation?.maxSize ?? -1;
    const cache = new ResponseCache(most < 0 ? undefined : most);
    const hit = compileHit(onCacheHit, load);
    return (message) => {
      if (message.isResponse) throw new Fault('Response messages cannot be handled in a non collector cache');
      const entry = cache.entry(requestKey(message, headers), rules, message.services.clock.monotonic());
      entry.method = valueText(message.getProperty('axis2', 'HTTP_METHOD')) ?? undefined;
      noteEntry(message, entry);
      return answerFrom(entry, message, hit);
    };
  },
});

function unknownGenerator(name: string): string {
  return `Unable to load the hash generator class: ${name.trim()}`;
}

type Protocol = ValuesOf<typeof protocolShape> | undefined;

function rulesOf(timeout: number, maxMessageSize: number, protocol: Protocol, load: Load): CacheRules {
  const codes = protocol?.responseCodes;
  const isTrue = (element: { readonly body: string } | undefined) => element?.body.trim().toLowerCase() === 'true';
  return {
    life: timeout * 1000,
    maxMessageSize,
    methods: methodsOf(protocol?.methods?.body),
    responseCodes: codes?.body ? compileJavaRegex(codes.body, textContext(codes.element, load.report)) : undefined,
    // Where includeAgeHeader is missing the reference switches this off again.
    cacheControl: isTrue(protocol?.enableCacheControl) && protocol?.includeAgeHeader !== undefined,
    ageHeader: isTrue(protocol?.includeAgeHeader),
  };
}

function methodsOf(text: string | undefined): readonly string[] {
  return text ? text.split(',').map((method) => method.toUpperCase().trim()) : ['*'];
}

function hashedHeaders(protocol: Protocol): HashedHeaders {
  const names = (text: string | undefined) => {
    const list = (text ?? '').split(',').map((name) => name.trim().toLowerCase());
    return list[0] === '' ? [] : list;
  };
  return {
    included: names(protocol?.headersToIncludeInHash?.body),
    excluded: names(protocol?.headersToExcludeInHash?.body),
  };
}

/** The collector: keeps the answer of the request that the finder has seen. */
function collect(message: Message): Outcome {
  if (!message.isResponse) throw new Fault('Request messages cannot be handled in a collector cache');
  const entry = notedEntry(message);
  if (entry) {
    collectAnswer(entry, message);
  } else {
    const reason = 'A response message without a valid mapping to the request hash found.';
    message.log('warn', `${reason} Unable to store the response in cache`);
  }
  return CONTINUE;
}

/** The finder: goes on when there is no answer, and ends the flow when there is. */
function answerFrom(entry: CacheEntry, message: Message, hit: Run): Outcome | Promise<Outcome> {
  const { response, rules } = entry;
  if (!response || (rules.cacheControl && mustFetchAgain(response, message))) return CONTINUE;
  message.isResponse = true;
  giveAgain(response, message, rules.ageHeader);
  const outcome = hit(message);
  return typeof outcome === 'boolean' ? STOP : outcome.then(() => STOP);
}

type OnCacheHit = { readonly sequence?: string | undefined; readonly body: Parameters<Load['inlineSequence']>[0] };

function compileHit(onCacheHit: OnCacheHit | undefined, load: Load): Run {
  const { sequence, body } = onCacheHit ?? {};
  if (sequence !== undefined) {
    return (message) => {
      const found = artifactsOf(message).sequence(sequence);
      if (!found) throw new Fault(`Sequence named '${sequence}' does not exist`);
      return found.run(message);
    };
  }
  return body && body.elements().length > 0 ? load.inlineSequence(body) : sendBack;
}

function sendBack(message: Message): Outcome | Promise<Outcome> {
  message.to = undefined;
  message.exchange.ending = 'respond';
  const sending = message.exchange.respond(message);
  return sending ? sending.then(() => STOP) : STOP;
}
