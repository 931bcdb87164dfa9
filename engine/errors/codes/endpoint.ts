/** Findings about endpoints. */
export const endpointCodes = {
  'endpoint/invalid': {
    severity: 'error',
    message: 'Invalid endpoint configuration.',
    advice: 'Give it a key, or one child of address, http, default, wsdl, failover, loadbalance, recipientlist.',
  },
  'endpoint/unsupported': {
    severity: 'error',
    message: 'The endpoint kind {name} of the reference engine is not part of this engine.',
  },
  'endpoint/no-children': { severity: 'error', message: 'A {name} endpoint must have child endpoints.' },
  'endpoint/children-and-members': {
    severity: 'error',
    message: 'A {name} endpoint cannot have both member and endpoint children.',
  },
  'endpoint/duplicate-key': {
    severity: 'error',
    message: 'Same endpoint definition cannot be used with in the siblings: {key}.',
  },
  'endpoint/policy-and-algorithm': {
    severity: 'error',
    message: 'A loadbalance endpoint cannot have both policy and algorithm.',
    advice: 'Keep algorithm.',
  },
  'endpoint/unknown-algorithm': {
    severity: 'error',
    message: 'Cannot instantiate LoadbalanceAlgorithm implementation class {name}.',
    advice: 'Known are RoundRobin and WeightedRoundRobin in org.apache.synapse.endpoints.algorithms.',
  },
  'endpoint/authentication': {
    severity: 'error',
    message: 'Invalid authentication configuration for endpoint {name}: {reason}.',
  },
  'endpoint/broken-credential': {
    severity: 'warning',
    message: 'The expression does not compile, so every call will fail: {reason}',
  },
  'endpoint/unknown-method': {
    severity: 'warning',
    message: '{method} is no method that an endpoint can have; the method of the message is used.',
    advice: 'Expressions are not possible here. Set the property HTTP_METHOD in scope axis2 instead.',
  },
  'endpoint/not-a-variable': {
    severity: 'warning',
    message: 'No property can fill {expression}: {name} is not a name that begins with uri.var. or query.param.',
    advice: 'Fill the placeholder in, or name the property uri.var.{name}.',
  },
  'endpoint/not-applied': {
    severity: 'warning',
    message: '{name} makes the body be parsed before sending, but attachments are not written by this engine.',
  },
  'endpoint/no-security': {
    severity: 'warning',
    message: 'WS-Security is not part of this engine: nothing will be sent to this endpoint.',
    advice: 'Use https, and take enableSec away.',
  },
  'endpoint/wsdl-not-loaded': {
    severity: 'warning',
    message: 'WSDL documents are not loaded; the message goes to its To address.',
    advice: 'Use an address endpoint with the address of the port.',
  },
  'endpoint/wsdl20': { severity: 'error', message: 'WSDL 2.0 Endpoints are currently not supported.' },
} as const;
