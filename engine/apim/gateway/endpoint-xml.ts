import { escapeAttribute } from '../../xml/index.js';
import type { ApiSetup, KeyType } from '../setup.js';
import { backendsOf, endpointName } from './managed-api.js';

/** The generated endpoint of an API for a kind of key (gateway sheet A.4); undefined = it has none. */
export function endpointXml(api: ApiSetup, keyType: KeyType): string | undefined {
  const backends = backendsOf(api, keyType);
  if (!backends) return undefined;
  const name = escapeAttribute(endpointName(api, keyType));
  return `<endpoint xmlns="http://ws.apache.org/ns/synapse" name="${name}">${contentOf(api, name, backends)}</endpoint>`;
}

function contentOf({ endpoint }: ApiSetup, name: string, backends: readonly string[]): string {
  switch (endpoint?.type) {
    case 'default':
      return `<default>${limits}</default>`;
    case 'address':
      return leaf('address', 'uri', backends[0]!);
    case 'failover':
      return `<failover>${members(name, backends)}</failover>`;
    case 'load_balance':
      return `<loadbalance algorithm="${roundRobin}">${members(name, backends)}</loadbalance>`;
    default:
      return leaf('http', 'uri-template', backends[0]!);
  }
}

const roundRobin = 'org.apache.synapse.endpoints.algorithms.RoundRobin';

/** A backend that does not answer in time is a fault; none is ever suspended. */
const limits =
  '<timeout><responseAction>fault</responseAction></timeout>' +
  '<suspendOnFailure><errorCodes>-1</errorCodes><initialDuration>0</initialDuration>' +
  '<progressionFactor>1.0</progressionFactor><maximumDuration>0</maximumDuration></suspendOnFailure>' +
  '<markForSuspension><retriesBeforeSuspension>0</retriesBeforeSuspension><retryDelay>0</retryDelay>' +
  '</markForSuspension>';

function leaf(element: string, attribute: string, address: string): string {
  return `<${element} ${attribute}="${escapeAttribute(address)}">${limits}</${element}>`;
}

function members(name: string, backends: readonly string[]): string {
  return backends
    .map((each, index) => `<endpoint name="${name}_${index}">${leaf('http', 'uri-template', each)}</endpoint>`)
    .join('');
}
