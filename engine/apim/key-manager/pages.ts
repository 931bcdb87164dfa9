import { escapeAttribute, escapeText } from '../../xml/index.js';
import type { ApimAnswer, ApimRequest } from '../server.js';
import { notStored } from './answers.js';
import type { KeyManager } from './context.js';
import { Parameters, splitTarget } from './parameters.js';
import { withParameters } from './redirect-uri.js';

/** Where the pages are on the server of the key manager. */
export const pagePaths = {
  error: '/authenticationendpoint/oauth2_error.do',
  login: '/authenticationendpoint/login.do',
} as const;

/** Says that a login failed. */
const failure = 'authFailure';

/** Never repeated in an address or a page. */
const ownFields: ReadonlySet<string> = new Set(['username', 'password', failure]);

/** The address of the page that tells a user why nothing is authorized (gateway sheet B.6). */
export function errorPage(url: string, code: string, message: string): string {
  return withParameters(new URL(pagePaths.error, url).href, '?', { oauthErrorCode: code, oauthErrorMsg: message });
}

/** The address of the page that asks for a user's password, and then sends the request for authorization once more. */
export function loginPage(url: string, parameters: Parameters, failed: boolean): string {
  const kept = [...parameters.entries()].filter(([name]) => !ownFields.has(name));
  return withParameters(new URL(pagePaths.login, url).href, '?', {
    ...Object.fromEntries(kept),
    [failure]: failed ? 'true' : undefined,
  });
}

/** `GET` of the error page. */
export function answerErrorPage(_keyManager: KeyManager, { target }: ApimRequest): ApimAnswer {
  const parameters = new Parameters(splitTarget(target).query, '');
  const code = escapeText(parameters.get('oauthErrorCode') ?? '');
  const message = escapeText(parameters.get('oauthErrorMsg') ?? '');
  return page(`<h1>Authorization failed</h1><p>${code}: ${message}</p>`);
}

/** `GET` of the login page. To sign in is to consent: the page names the application that asks, and for what. */
export function answerLoginPage({ state, settings }: KeyManager, { target }: ApimRequest): ApimAnswer {
  const parameters = new Parameters(splitTarget(target).query, '');
  const client = state.applications.client(parameters.get('client_id') ?? '');
  const asking = escapeText(client?.application.name ?? 'An unknown application');
  const scopes = escapeText(parameters.get('scope') ?? 'default');
  const hidden = [...parameters.entries()]
    .filter(([name]) => !ownFields.has(name))
    .map(([name, value]) => `<input type="hidden" name="${escapeAttribute(name)}" value="${escapeAttribute(value)}">`);
  const failed = parameters.get(failure) === undefined ? '' : '<p>Login failed. Try again.</p>';
  return page(
    `<h1>Sign in</h1>${failed}<p>${asking} asks for access in your name: ${scopes}</p>` +
      `<form method="post" action="${escapeAttribute(`${settings.url}/authorize`)}">${hidden.join('')}` +
      '<p><label>User <input name="username" autocomplete="username" required></label></p>' +
      '<p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>' +
      '<p><button>Sign in</button></p></form>',
  );
}

/** Nothing of elsewhere is loaded, and nobody may show the page inside another. */
function page(content: string): ApimAnswer {
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      ...notStored,
    },
    body: `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Mediant</title></head><body>${content}</body></html>`,
  };
}
