import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';

/** What the authorization server is started with. */
export interface AuthorizationServerOptions {
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Resource that every token is for; becomes the `aud` claim. */
  readonly audience: string;
  /** Life of a token in seconds. Default one hour. */
  readonly tokenLife?: number;
}

/**
 * Starts a real OAuth2 authorization server with one client that may use the client-credentials grant. Tokens are JWTs
 * signed with a key that is made anew at each start.
 */
export async function startAuthorizationServer(options: AuthorizationServerOptions): Promise<Server> {
  const issuer = `http://localhost:${options.port}`;
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const provider = new Provider(
    issuer,
    configuration(options, { ...(await exportJWK(privateKey)), use: 'sig', alg: 'ES256' }),
  );
  const server = createServer(provider.callback());
  await listening(server, options.port);
  return server;
}

function configuration(options: AuthorizationServerOptions, key: object): Configuration {
  const tokenLife = options.tokenLife ?? 3600;
  return {
    jwks: { keys: [key] },
    clients: [
      {
        client_id: options.clientId,
        client_secret: options.clientSecret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    clientAuthMethods: ['client_secret_basic'],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => options.audience,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: options.audience,
          accessTokenTTL: tokenLife,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    ttl: { ClientCredentials: tokenLife },
  } as Configuration;
}

/** Resolves when the server listens; rejects when the port is taken. */
export function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
