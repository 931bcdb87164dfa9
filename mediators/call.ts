import {
  after,
  attribute,
  booleanKind,
  continueFlow,
  defineMediator,
  endpointShape,
  one,
  preMediateAnswer,
  textKind,
  toAddress,
} from '../engine/kit.js';
import {
  type CallSource,
  type CallTarget,
  callSourceShape,
  callTargetShape,
  compileSource,
  compileTarget,
} from './shared/call-payload.js';
import { forEachAnswer } from './shared/recipients.js';

export default defineMediator({
  element: 'call',
  summary: 'Sends the message to an endpoint; the flow goes on with the answer.',
  attributes: {
    blocking: attribute(booleanKind, 'true keeps the request headers and treats most error statuses as faults.', {
      default: false,
    }),
    initAxis2ClientOptions: attribute(textKind, 'Options of the Java client.', {
      ignored: 'it configures a Java client',
    }),
    axis2xml: attribute(textKind, 'File of the Java client.', { ignored: 'it configures a Java client' }),
    repository: attribute(textKind, 'Folder of the Java client.', { ignored: 'it configures a Java client' }),
  },
  children: {
    endpoint: one(endpointShape, 'Where to; without it the message goes to its To address.'),
    source: one(callSourceShape, 'What is sent instead of the body.'),
    target: one(callTargetShape, 'Where the answer goes instead of the body.'),
  },
  contentAware: ({ blocking, source }) => blocking || source !== undefined,
  example: `<call><endpoint><http method="get" uri-template="http://backend.example/menu"/></endpoint></call>`,
  compile({ blocking, endpoint, source, target }, load) {
    const to = endpoint ? load.endpoint(endpoint.element) : toAddress;
    const prepare: CallSource | undefined = source && compileSource(source, target !== undefined, load);
    const keep: CallTarget | undefined = target && compileTarget(target, source, load);
    const twoWay = { blocking, outOnly: false };
    const oneWay = { blocking, outOnly: true };
    return (message) => {
      const outOnly = message.properties.get('OUT_ONLY') === 'true';
      const options = outOnly ? oneWay : twoWay;
      const saved = keep?.before(message);
      prepare?.(message);
      const recipients = outOnly ? undefined : to!.deliver?.(message, options);
      if (recipients) return forEachAnswer(recipients, continueFlow);
      return to!.send(message, options).then((outcome) => {
        if (!outcome || outOnly) return outcome;
        const kept = keep && saved ? keep.after(message, saved) : undefined;
        return after(kept, () => (blocking ? outcome : preMediateAnswer(message)));
      });
    };
  },
});
