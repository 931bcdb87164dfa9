import type { FtlObject } from '../value.js';
import { type BuiltIns, object, text } from './call.js';

/** Built-ins about escaping by itself. */
export const markupBuiltIns: BuiltIns = {
  esc: (call) => markup(call.environment.outputFormat.escape(text(call))),
  no_esc: (call) => markup(text(call)),
  markup_string: (call) => object(call, 'markup', 'markup output').markup,
};

/** Text that is not escaped any more. */
function markup(source: string): FtlObject {
  return { description: 'markup_output', markup: source };
}
