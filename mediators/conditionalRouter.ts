import {
  attribute,
  CONTINUE,
  defineMediator,
  Fault,
  type Load,
  type Message,
  many,
  mediate,
  one,
  type Run,
  strictBooleanKind,
} from '../engine/kit.js';
import { compileCondition, conditionShape } from './shared/condition.js';
import { runCopy } from './shared/copy-flow.js';
import { compileTarget, targetShape } from './shared/target.js';

export default defineMediator({
  element: 'conditionalRouter',
  summary: 'Runs the targets of the routes whose condition holds.',
  attributes: {
    continueAfter: attribute(strictBooleanKind, 'Whether the flow goes on afterwards, whatever the targets did.', {
      default: false,
    }),
  },
  children: {
    conditionalRoute: many(
      {
        attributes: {
          breakRoute: attribute(strictBooleanKind, 'No further route is looked at once this one matched.', {
            default: true,
          }),
          asynchronous: attribute(strictBooleanKind, 'The target runs on a copy, beside the flow.', { default: false }),
        },
        children: {
          condition: one(conditionShape, 'One evaluator: match, equal, and, or, not.', { required: true }),
          target: one(targetShape, 'What runs.', { required: true }),
        },
      },
      'A condition and a target.',
    ),
  },
  contentAware: true,
  example: `<conditionalRouter continueAfter="true">
  <conditionalRoute>
    <condition><match type="url" source="path" regex="/orders/.*"/></condition>
    <target sequence="orders"/>
  </conditionalRoute>
</conditionalRouter>`,
  compile({ continueAfter, conditionalRoute }, load) {
    const routes = conditionalRoute.map((route) => compileRoute(route, load));
    return async (message) => {
      if (message.to === undefined) throw new Fault('The message has no To address, so no route can be chosen');
      for (const route of routes) {
        if (!route.matches(message)) continue;
        await route.run(message);
        if (route.breaks) break;
      }
      return continueAfter;
    };
  },
});

interface Route {
  readonly breaks: boolean;
  matches(message: Message): boolean;
  run: Run;
}

type RouteValues = {
  readonly breakRoute: boolean;
  readonly asynchronous: boolean;
  readonly condition: Parameters<typeof compileCondition>[0];
  readonly target: Parameters<typeof compileTarget>[0];
};

function compileRoute({ breakRoute, asynchronous, condition, target }: RouteValues, load: Load): Route {
  const find = compileTarget(target, load);
  const run: Run = (message) => find(message)(message);
  return {
    breaks: breakRoute,
    matches: compileCondition(condition, load.report, exactHeader),
    run: asynchronous ? beside(run) : (message) => mediate(message, run),
  };
}

/** Header names have a case here: the reference looks into a plain map of the headers, of those that are texts. */
function exactHeader(message: Message, name: string): string | undefined {
  return message.headers.names().includes(name) ? message.headers.get(name) : undefined;
}

/** Runs on a copy without keeping the flow; its fault goes to the copy's handlers and ends there. */
function beside(run: Run): Run {
  return (message) => {
    const copy = message.copy();
    message.sideWork.add(Promise.resolve().then(() => runCopy(copy, run)));
    return CONTINUE;
  };
}
