import {
  attribute,
  CONTINUE,
  charsetOf,
  collect,
  decodeText,
  defineMediator,
  dynamicKind,
  encodeText,
  Fault,
  type Message,
  type Outcome,
  serializeXml,
} from '../engine/kit.js';
import { resultElement, runSheet, sheetText } from './shared/stylesheet.js';

export default defineMediator({
  element: 'fastXSLT',
  summary: 'Transforms the body with an XSLT stylesheet, without parsing it before.',
  attributes: {
    key: attribute(dynamicKind, 'Local entry or registry resource with the stylesheet.', { required: true }),
  },
  example: `<fastXSLT key="order-to-invoice"/>`,
  compile({ key, element }, load) {
    if (key.kind === 'static') {
      load.reference({ target: 'entry', key: key.source, place: element.attribute('key')!.place });
    }
    return (message) => transform(message, key.string(message) ?? '').catch(failed);
  },
});

function failed(thrown: unknown): never {
  const parsing = thrown instanceof Fault && thrown.parsing !== undefined ? 'wrapped' : undefined;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const text = 'Error while transforming the Stream ';
  throw new Fault(text, { detail: `${text}: ${reason}`, cause: thrown, parsing });
}

async function transform(message: Message, key: string): Promise<Outcome> {
  const stylesheet = sheetText(message, key);
  if (!message.built) await transformSource(message, stylesheet);
  else if (message.payload) {
    const result = await runSheet(message, { stylesheet, source: serializeXml(message.payload) });
    message.setXml(resultElement(result, message));
  } else throw new Error('The body is empty');
  return CONTINUE;
}

/** The body stays bytes, under the content type that it has. */
async function transformSource(message: Message, stylesheet: string): Promise<void> {
  const source = message.takeSource() ?? Buffer.alloc(0);
  const bytes = Buffer.isBuffer(source) ? source : await collect(source, message.services.settings.maxBodyBytes);
  message.setSource(bytes);
  const charset = charsetOf(message.headers.get('Content-Type') ?? '') ?? 'utf-8';
  const result = await runSheet(message, { stylesheet, source: decodeText(bytes, charset) });
  message.setSource(encodeText(result.text, charset));
}
