/** Which headers go from one connection to the next. */

/** Headers that belong to one connection (RFC 9110, 7.6.1), and those that the client of the next one sets. */
const ownOfConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'expect',
]);

/** @param {string[]} raw names and values in turn; @returns the same without those of the connection */
export function handedOn(raw) {
  const result = [];
  for (let i = 0; i < raw.length; i += 2) {
    if (!ownOfConnection.has(raw[i].toLowerCase())) result.push(raw[i], raw[i + 1]);
  }
  return result;
}

/** The same, without those that describe a body that is being replaced. */
export function handedOnWithoutBody(raw) {
  const result = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i].toLowerCase();
    if (!ownOfConnection.has(name) && name !== 'content-length' && name !== 'content-type') {
      result.push(raw[i], raw[i + 1]);
    }
  }
  return result;
}
