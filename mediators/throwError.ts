import { attribute, defineMediator, dynamicKind, Fault, textKind } from '../engine/kit.js';

const DEFAULT_MESSAGE = 'Error occurred in the mediation flow';

export default defineMediator({
  element: 'throwError',
  summary: 'Fails with an error of its own: the innermost fault handler runs.',
  attributes: {
    type: attribute(textKind, 'Becomes ERROR_CODE, as text.', { default: 'ANY' }),
    errorMessage: attribute(dynamicKind, `Becomes ERROR_MESSAGE; without it "${DEFAULT_MESSAGE}".`),
  },
  contentAware: true,
  example: '<throwError type="ORDER_TOO_LARGE" errorMessage="The order is too large"/>',
  compile({ type, errorMessage }) {
    return (message) => {
      const text = errorMessage?.string(message) ?? DEFAULT_MESSAGE;
      message.setProperty('default', 'ERROR_CODE', type);
      message.setProperty('default', 'ERROR_MESSAGE', text);
      // ERROR_DETAIL and ERROR_EXCEPTION stay unset, since ERROR_CODE is there (mediators-message sheet 15).
      throw new Fault(text, { errorCode: type, propertiesSet: true });
    };
  },
});
