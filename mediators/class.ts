import {
  type ArtifactElement,
  attribute,
  defineMediator,
  type Expression,
  expressionKind,
  Fault,
  literalKind,
  type Message,
  many,
  nameKind,
  type Outcome,
  STOP,
  textKind,
  type Value,
} from '../engine/kit.js';

const NEW_FORM = 'the registered function decides itself what to do with its result';

export default defineMediator({
  element: 'class',
  summary: 'Runs the function that is registered in the place of a Java class.',
  attributes: {
    name: attribute(nameKind, 'Name of the Java class.', { required: true }),
    method: attribute(textKind, 'Method of the newer form.', { ignored: 'a class stands for one function' }),
    target: attribute(textKind, 'Where the result of the newer form goes.', { ignored: NEW_FORM }),
    'target-variable': attribute(textKind, 'Variable for the result of the newer form.', { ignored: NEW_FORM }),
  },
  children: {
    property: many(
      {
        attributes: {
          name: attribute(nameKind, 'Name of the property.', { required: true }),
          value: attribute(literalKind, 'Literal value.'),
          expression: attribute(expressionKind(), 'Expression that gives the value, message by message.'),
        },
        body: 'content',
      },
      'A property that the function gets.',
    ),
  },
  contentAware: true,
  example: `<class name="com.example.Stamp"><property name="tier" expression="$trp:X-Tier"/></class>`,
  compile({ name, property, element }, load) {
    const mediate = load.classMediator(name);
    if (!mediate) {
      load.report.add('deploy/missing-class', element.attribute('name')!.place, { class: name });
      return () => STOP;
    }
    const sources = property.map((each) => [each.name, propertySource(each)] as const);
    return (message) => {
      const properties = new Map(sources.map(([key, source]) => [key, source(message)]));
      try {
        const outcome = mediate(message, properties);
        return typeof outcome === 'boolean' ? outcome : outcome.catch(failed);
      } catch (thrown) {
        return failed(thrown);
      }
    };
  },
});

interface PropertyValues {
  readonly value?: string | undefined;
  readonly expression?: Expression | undefined;
  readonly body: ArtifactElement;
}

function propertySource({ value, expression, body }: PropertyValues): (message: Message) => Value {
  if (value !== undefined) return () => value;
  if (expression) return (message) => expression.string(message);
  const child = body.elements()[0]?.toLight();
  return () => child?.clone() ?? null;
}

function failed(thrown: unknown): Outcome {
  if (thrown instanceof Fault) throw thrown;
  throw new Fault('Error occured in the mediation of the class mediator', { cause: thrown });
}
