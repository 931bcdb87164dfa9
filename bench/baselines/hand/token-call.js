/** Fetching a token with the client's credentials (RFC 6749, 4.4). */
import { tokenServer } from './backends.js';

const credentials = Buffer.from('bench-client:bench-secret').toString('base64');
const call = {
  method: 'POST',
  path: '/token',
  headers: ['authorization', `Basic ${credentials}`, 'content-type', 'application/x-www-form-urlencoded'],
  body: 'grant_type=client_credentials',
};

/**
 * @param {(token: string) => void} done
 * @param {(error: Error) => void} failed
 */
export function fetchToken(done, failed) {
  tokenServer.dispatch(call, new TokenAnswer(done, failed));
}

class TokenAnswer {
  #status = 0;
  #text = '';

  constructor(done, failed) {
    this.done = done;
    this.failed = failed;
  }

  onConnect() {}

  onHeaders(status) {
    this.#status = status;
    return true;
  }

  onData(chunk) {
    this.#text += chunk.utf8Slice();
    return true;
  }

  onComplete() {
    let token;
    try {
      if (this.#status === 200) token = JSON.parse(this.#text).access_token;
    } catch {
      // No JSON, no token.
    }
    if (typeof token === 'string') this.done(token);
    else this.failed(new Error(`the token server answered with ${this.#status}`));
  }

  onError(error) {
    this.failed(error);
  }
}
