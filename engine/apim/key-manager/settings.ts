import type { Profile } from '../setup.js';
import type { ApimState } from '../state.js';

/** How the key manager is set up. Lifetimes in seconds; negative: for ever. */
export interface KeyManagerSettings {
  /** Address of the OAuth2 resources as others see it, without a slash at the end. */
  readonly url: string;
  readonly tokenType: 'opaque' | 'jwt';
  readonly userTokenValidity: number;
  readonly appTokenValidity: number;
  readonly refreshTokenValidity: number;
  readonly codeValidity: number;
  /** Clocks of others may differ by so many seconds. */
  readonly timestampSkew: number;
  /** Opaque tokens, too, are made anew with each request. */
  readonly newTokenPerRequest: boolean;
  /** A refresh grant gives a new refresh token. */
  readonly newRefreshToken: boolean;
  /** The client credentials grant gives a refresh token. */
  readonly refreshForClients: boolean;
  /** Answers name the tokens that they ended. */
  readonly revokedTokenHeaders: boolean;
}

/**
 * Settings of the setup, else of `deployment.toml`, else the product's own (gateway sheet B.4, B.6).
 * @throws Error for what cannot be used
 */
export function settingsOf({ setup: { keyManager = {} }, toml, profile }: ApimState): KeyManagerSettings {
  const oauth = toml.section('oauth');
  const validity = oauth.section('token_validation');
  const renewal = oauth.section('token_renewal');
  return {
    url: (keyManager.url ?? 'https://localhost:9443/oauth2').replace(/\/+$/, ''),
    tokenType: keyManager.tokenType ?? 'opaque',
    userTokenValidity: keyManager.userTokenValidity ?? validity.number('user_access_token_validity') ?? 3600,
    appTokenValidity: keyManager.appTokenValidity ?? validity.number('app_access_token_validity') ?? 3600,
    refreshTokenValidity: keyManager.refreshTokenValidity ?? validity.number('refresh_token_validity') ?? 86_400,
    codeValidity: validity.number('authorization_code_validity') ?? 300,
    timestampSkew: oauth.number('timestamp_skew') ?? defaultSkew(profile),
    newTokenPerRequest: renewal.flag('renew_access_token_per_request') ?? false,
    newRefreshToken: renewal.flag('renew_refresh_token') ?? true,
    refreshForClients: oauth.section('grant_type').section('client_credentials').flag('allow_refresh_tokens') ?? false,
    revokedTokenHeaders: oauth.section('revoked_token_headers_in_response').flag('enable') ?? false,
  };
}

function defaultSkew(profile: Profile): number {
  return profile === '1.x' ? 300 : 0;
}
