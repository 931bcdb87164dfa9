import { attribute, enumKind, integerKind, many, one, type Shape, textKind } from '../grammar/index.js';

/**
 * The grammar of `<endpoint>` as data, for the reference page, the XSD and completion. Which kind an endpoint is depends
 * on an ordered list of signs, and most rules span several elements: so it is read by hand, and a spec holds the readers
 * to these names.
 */
const text = (doc: string) => attribute(textKind, doc);
const content = { body: 'text' } as const satisfies Shape;
const codes = one(content, 'ERROR_CODEs, separated by commas or blanks.');
const milliseconds = (doc: string) => one(content, `${doc} In milliseconds.`);

const leafChildren = {
  timeout: one(
    {
      children: {
        duration: milliseconds('Longest wait for the answer; `{expression}` is possible.'),
        responseAction: one(content, '`fault` or `discard`; without it the wait ends with a fault.'),
      },
    },
    'Limit of an answer.',
  ),
  markForSuspension: one(
    {
      children: {
        errorCodes: codes,
        retriesBeforeSuspension: one(content, 'Marked failures before it is suspended.'),
        retryDelay: milliseconds('Wait between them.'),
      },
    },
    'Failures after which it is tried again before it is suspended.',
  ),
  suspendOnFailure: one(
    {
      children: {
        errorCodes: codes,
        initialDuration: milliseconds('First suspension.'),
        progressionFactor: one(content, 'Each suspension lasts so many times the last one.'),
        maximumDuration: milliseconds('Longest suspension.'),
      },
    },
    'Failures that suspend it; every one without this element.',
  ),
  suspendDurationOnFailure: one(content, 'Old form: suspension in seconds.'),
  retryConfig: one(
    { children: { disabledErrorCodes: codes, enabledErrorCodes: codes } },
    'Failures after which a group tries another member.',
  ),
  enableAddressing: one(
    {
      attributes: {
        version: attribute(enumKind(['final', 'submission']), 'Version of WS-Addressing.'),
        separateListener: text('No effect.'),
      },
    },
    'Adds WS-Addressing headers.',
  ),
  enableSec: one(
    { attributes: { policy: text('Policy.'), inboundPolicy: text('Policy.'), outboundPolicy: text('Policy.') } },
    'WS-Security: not part of this engine, nothing is sent.',
  ),
  enableRM: one({ body: 'content' }, 'No effect.'),
};

const leafAttributes = {
  format: attribute(
    enumKind(['soap11', 'soap12', 'pox', 'get', 'rest'], { ignoreCase: true }),
    'Form of the outgoing message.',
  ),
  encoding: text('Charset of the outgoing message.'),
  optimize: attribute(
    enumKind(['mtom', 'swa'], { ignoreCase: true }),
    'Attachments; they are not written by this engine.',
  ),
};

const pair = { attributes: { name: text('Name.') }, body: 'text' } as const satisfies Shape;
const oauthChildren = {
  clientId: one(content, 'Client.'),
  clientSecret: one(content, 'Its secret.'),
  tokenUrl: one(content, 'Token endpoint.'),
  authMode: one(content, '`payload`: the client is named in the form, else by Basic authentication.'),
  requestParameters: one({ children: { parameter: many(pair, 'A field.') } }, 'Further fields of the form.'),
  customHeaders: one({ children: { header: many(pair, 'A header.') } }, 'Headers of the token request.'),
  connectionTimeout: milliseconds('Longest wait for a connection.'),
  connectionRequestTimeout: milliseconds('Longest wait for a free connection.'),
  socketTimeout: milliseconds('Longest silence.'),
};

const authentication = one(
  {
    children: {
      basicAuth: one(
        { children: { username: one(content, 'User.'), password: one(content, 'Password.') } },
        'Basic authentication.',
      ),
      oauth: one(
        {
          children: {
            clientCredentials: one({ children: oauthChildren }, 'Grant client_credentials.'),
            passwordCredentials: one(
              { children: { ...oauthChildren, username: one(content, 'User.'), password: one(content, 'Password.') } },
              'Grant password.',
            ),
            authorizationCode: one(
              { children: { ...oauthChildren, refreshToken: one(content, 'Refresh token.') } },
              'Grant refresh_token.',
            ),
          },
        },
        'Tokens of an authorization server; exactly one grant.',
      ),
    },
  },
  'Credentials for the backend; texts in braces are expressions.',
);

const member = many(
  {
    attributes: {
      hostName: text('Host.'),
      httpPort: attribute(integerKind, 'Port for http.'),
      httpsPort: attribute(integerKind, 'Port for https.'),
    },
  },
  'A host, instead of endpoints.',
);
const endpoints = many({ body: 'content' }, 'A member of the group: an endpoint of any kind.', { element: 'endpoint' });

/** Attributes and children of `<endpoint>`. */
export const endpointGrammar = {
  attributes: {
    name: text('Name under which it is used by key.'),
    key: text('Another endpoint, by name, registry path or local entry.'),
    'key-expression': text('XPath that gives the key, message by message.'),
    template: text('Endpoint template that it is an instance of.'),
    uri: text('Parameter `uri` of the template.'),
    onError: text('Sequence for its faults.'),
  },
  children: {
    http: one(
      {
        attributes: {
          'uri-template': text('URL; `{uri.var.name}` and `{query.param.name}` are filled in.'),
          method: attribute(
            enumKind(['get', 'post', 'put', 'delete', 'head', 'patch', 'options'], { ignoreCase: true }),
            'Method; that of the message without it.',
          ),
          version: attribute(enumKind(['1.1', '2.0']), 'Version of HTTP.'),
          ...leafAttributes,
        },
        children: { ...leafChildren, authentication, serverPushSequence: one({ body: 'content' }, 'No effect.') },
      },
      'An HTTP backend.',
    ),
    address: one(
      { attributes: { uri: text('URL.'), ...leafAttributes }, children: leafChildren },
      'A backend by its address.',
    ),
    default: one({ attributes: leafAttributes, children: leafChildren }, 'The To address of the message.'),
    wsdl: one(
      {
        attributes: { uri: text('WSDL document.'), service: text('Service.'), port: text('Port.'), ...leafAttributes },
        children: leafChildren,
      },
      'A backend described by WSDL; the document is not loaded.',
    ),
    failover: one(
      {
        attributes: {
          dynamic: text('`false`: stays on a member while it is ready.'),
          buildMessage: text('No effect.'),
        },
        children: { endpoint: endpoints },
      },
      'The first member that is ready.',
    ),
    loadbalance: one(
      {
        attributes: {
          algorithm: text('Class of RoundRobin or WeightedRoundRobin.'),
          policy: attribute(enumKind(['roundRobin']), 'The same, old form.'),
          failover: text('`false`: a failure goes straight to the fault handlers.'),
          buildMessage: text('No effect.'),
        },
        children: { endpoint: endpoints, member },
      },
      'The members in turn.',
    ),
    session: one(
      {
        attributes: {
          type: attribute(enumKind(['http', 'soap', 'simpleClientSession']), 'How a session is recognised.'),
        },
        children: { sessionTimeout: milliseconds('Life of a session.') },
      },
      'Beside loadbalance: a session stays with its member.',
    ),
    recipientlist: one(
      {
        children: {
          endpoint: endpoints,
          member,
          endpoints: one(
            {
              attributes: {
                value: text('URLs separated by commas, or {expression}.'),
                'max-cache': attribute(integerKind, 'Endpoints kept for such URLs.'),
              },
            },
            'Recipients that the message names.',
          ),
        },
      },
      'Every member gets a copy.',
    ),
    property: many(
      {
        attributes: {
          name: text('Name.'),
          value: text('Literal value.'),
          expression: text('Expression that gives the value.'),
          scope: attribute(enumKind(['default', 'transport', 'axis2', 'axis2-client']), 'Where it is set.'),
        },
      },
      'A property that the message gets before it is sent.',
    ),
    parameter: many({ attributes: { name: text('Name.'), value: text('Value.') } }, 'A parameter of the template.'),
  },
} as const satisfies Shape;
