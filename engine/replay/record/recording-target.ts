import type { Snapshot } from '../../compile/index.js';
import { nearestName } from '../../errors/index.js';
import { RecordingRefusedError, type RecordingTarget } from '../../host/index.js';

/** Whether a request that this service will take may be one that is wanted. */
export function mayConcern(target: RecordingTarget, service: string | undefined): boolean {
  return target.kind !== 'api' || isCalled(service, target.name);
}

/** Whether a request that is over is one that is wanted. @param ran keys of the sequences that ran */
export function concerns(target: RecordingTarget, ran: ReadonlySet<string>): boolean {
  return target.kind !== 'sequence' || ran.has(target.name);
}

/** @throws RecordingRefusedError when there is no such API, proxy or sequence */
export function checkTarget(target: RecordingTarget, snapshot: Snapshot): void {
  if (target.kind === 'all') return;
  const { name } = target;
  const known = target.kind === 'api' ? services(snapshot) : sequences(snapshot);
  const isKnown = target.kind === 'api' ? known.some((each) => isCalled(each, name)) : known.includes(name);
  if (isKnown) return;
  const near = nearestName(name, known);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw new RecordingRefusedError(`there is no ${target.kind} ${JSON.stringify(name)}${hint}`);
}

/** `Name:v1.0` is called so, and `Name`. */
function isCalled(service: string | undefined, name: string): boolean {
  return service === name || (service?.startsWith(`${name}:v`) ?? false);
}

function services({ apis, proxies }: Snapshot): string[] {
  return [...apis.map(({ fullName }) => fullName), ...proxies.keys()];
}

function sequences({ compiled }: Snapshot): string[] {
  return compiled.flatMap(({ product }) => (product?.kind === 'sequence' ? [product.name] : []));
}
