import {
  artifactsOf,
  attribute,
  defineMediator,
  dynamicKind,
  errorCodes,
  Fault,
  JavaNumber,
  keyKind,
  type Message,
  many,
  nameKind,
  type Run,
  runGuarded,
  runWithin,
  type SequenceTemplate,
  type Value,
  withOnError,
} from '../engine/kit.js';

export default defineMediator({
  element: 'call-template',
  summary: 'Runs a sequence template with parameters.',
  attributes: {
    target: attribute(keyKind('template'), 'Name of the template.', { required: true }),
    onError: attribute(keyKind('sequence'), 'Sequence that runs when a mediator of the template fails.'),
  },
  children: {
    'with-param': many(
      {
        attributes: {
          name: attribute(nameKind, 'Parameter of the template.', { required: true }),
          value: attribute(dynamicKind, 'Text, {expression}, or {{expression}} to be evaluated at each use.', {
            required: true,
          }),
        },
      },
      'Gives a parameter its value.',
    ),
  },
  example: `<call-template target="audit"><with-param name="order" value="{json-eval($.id)}"/></call-template>`,
  contentAware: (values) => values['with-param'].some(({ value }) => value.contentAware),
  compile({ target, onError, 'with-param': given }) {
    return withOnError((message) => {
      const template = artifactsOf(message).template(target);
      if (!template) throw new Fault(`Sequence template ${target} cannot be found`);
      const values = new Map(given.map(({ name, value }) => [name, value.parameter(message)] as const));
      message.templateParameters.push(bind(template, values, message));
      const handler =
        template.onError === undefined ? undefined : artifactsOf(message).sequence(template.onError)?.handler;
      const run: Run = handler ? (inner) => runGuarded(template.run, handler, inner) : template.run;
      return runWithin(message, run, dropParameters);
    }, onError);
  },
});

/** What a parameter can be: a value, or an expression that is evaluated at each use. */
type Given = Value | undefined;

/** The parameters inside the template; what it does not declare is left on the message as a property. */
function bind(template: SequenceTemplate, given: ReadonlyMap<string, Given>, message: Message): Map<string, Value> {
  const bound = new Map<string, Value>();
  for (const { name, mandatory, defaultValue } of template.parameters) {
    const value = given.get(name);
    if (value !== undefined && value !== null) bound.set(name, value);
    else if (mandatory) throw missing(name, template.name, message);
    else if (defaultValue !== undefined) bound.set(name, defaultValue);
  }
  for (const [name, value] of given) {
    const declared = template.parameters.some((parameter) => parameter.name === name);
    if (!declared && value !== undefined) message.setProperty('default', `${template.name}:${name}`, value);
  }
  return bound;
}

function missing(parameter: string, template: string, message: Message): Fault {
  const text = `Neither a value nor default value is provided for mandatory parameter: ${parameter} in seq-template ${template}`;
  message.setProperty('default', 'ERROR_CODE', new JavaNumber('int', errorCodes.templateParameterMissing));
  message.setProperty('default', 'ERROR_MESSAGE', text);
  return new Fault(text, { errorCode: errorCodes.templateParameterMissing, propertiesSet: true });
}

/** Parameters go when the template ends; after a stop a fault handler can still read them. */
function dropParameters({ templateParameters }: Message): void {
  templateParameters.pop();
}
