import { escapeAttribute } from '../../xml/index.js';
import type { Profile } from '../setup.js';

/** Where the key manager is when the setup does not say so. */
const usualKeyManager = 'https://localhost:9443/oauth2';

/** Resource of the key manager by the context of the API that leads there. */
const tokenApis = [
  ['_WSO2AMTokenAPI_', '/token', 'POST', 'token'],
  ['_WSO2AMRevokeAPI_', '/revoke', 'POST', 'revoke'],
  ['_WSO2AMAuthorizeAPI_', '/authorize', 'GET', 'authorize'],
  ['_WSO2AMUserInfoAPI_', '/userinfo', 'GET', 'userinfo'],
] as const;
const loginApi = ['_WSO2AMLoginAPI_', '/login', 'POST', 'token'] as const;

/**
 * The APIs by which a gateway up to 3.x hands requests for tokens on to the key manager, with the sequence that takes
 * their faults (gateway sheet B.1); none in 4.x.
 * @param keyManager address of its OAuth2 resources; default: this machine
 */
export function tokenApiArtifacts(
  profile: Profile,
  keyManager = usualKeyManager,
): readonly (readonly [name: string, content: string])[] {
  if (profile !== '1.x' && profile !== '3.x') return [];
  const apis = profile === '1.x' ? [...tokenApis, loginApi] : tokenApis;
  const faults =
    '<sequence xmlns="http://ws.apache.org/ns/synapse" name="_token_fault_"><sequence key="fault"/></sequence>';
  return [
    ...apis.map(([name, context, method, resource]): [string, string] => {
      const address = `${keyManager.replace(/\/+$/, '')}/${resource}`;
      return [name, apiXml(name, context, method, address)];
    }),
    ['_token_fault_', faults],
  ];
}

function apiXml(name: string, context: string, method: string, address: string): string {
  return `<api xmlns="http://ws.apache.org/ns/synapse" name="${name}" context="${context}">
  <resource methods="${method}" url-mapping="/*" faultSequence="_token_fault_">
    <inSequence>
      <send><endpoint><http uri-template="${escapeAttribute(address)}"><timeout><duration>60000</duration><responseAction>fault</responseAction></timeout></http></endpoint></send>
    </inSequence>
    <outSequence><send/></outSequence>
  </resource>
</api>`;
}
