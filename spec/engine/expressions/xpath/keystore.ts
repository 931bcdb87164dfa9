/**
 * A keystore made by Java's keytool for these specs alone: password and key password `changeit`, the key pair `mykey`, and
 * its certificate once more as `partner`, without a private key.
 */
export const keystore = Buffer.from(
  [
    '/u3+7QAAAAIAAAACAAAAAgAHcGFydG5lcgAAAaIDGWAdAAVYLjUwOQAAAcIwggG+MIIBJ6ADAgECAghcZWOFtNS2KTANBgkqhkiG9w0BAQsFADAPMQ0w',
    'CwYDVQQDEwRzcGVjMCAXDTI2MTEyMjExNTIwM1oYDzIxMjYxMDI5MTE1MjAzWjAPMQ0wCwYDVQQDEwRzcGVjMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB',
    'iQKBgQDBekHH4De1eV33FSbsgBGX/Rar/RhYj0jcFznpTZAVbdZuD9Hu6A5h4IhtDN9aFLWcTWtJW5eVVtqDNIms9r++k8wYoKrEMXvRZIrHqYTctWtL',
    'kPifMNBozmjaVQrLEmEzJ/tMrJDx6KuucgWVujiwEDHdPKqLCbnMTWu18wVY0wIDAQABoyEwHzAdBgNVHQ4EFgQUUWa75snt2ygUDiuNZ0OxeAZ0prww',
    'DQYJKoZIhvcNAQELBQADgYEAJ2Jkq+evCeiWfHTcmJZxMMiI/j1ZqRRX934Lsw4G/piU2ytGVbJ7Z1myifpgA148pBH7jqLMsCsryvh8X6zcZFeBaEnq',
    '84iK2lj8r7+gRZRwDlgTAD2BjtxzLSnMdW8dOpTf3VkixPOhucXgG5jpSfObfyaK9Ou+jxs7i0LV4bsAAAABAAVteWtleQAAAaIDGV41AAACujCCArYw',
    'DgYKKwYBBAEqAhEBAQUABIIConnEDY7yTJUyA8CtCgUQJxCZdMBN/tWdL1Q/4G7b6I21pUo1GoV68OnjdeI4eZ8pjnkGpd2btD2AAjX/Iw9bZcLnKL+w',
    '2AU127Tyj6Lf1Yz8S+sqvo9ylqopkHPlqa26OKLpE6okyfyGvJC2C8Q+y68Gac9AQnwAPtmjtjclJvORUgIVNZehPSBYTxCP7uyTHVKeJA8WRtZiUUbO',
    'XvxNwHRjs0pyyWJyKRCC70fQ92vrsWr9VIl94kzvW0O7muKdCMmoarTw76PdwO1V1mIhtgjV3ymPvMu94XQpXLqVp+X2Dch7pz8jQuz4RAaHCpE4UEP+',
    'crOOeONFnXsliYLgTZa5Xqss8OBtthanl8V1o8NyZT2s+fNtCdWlXnt/DrJthY1HcB2b4p4G6mcUguJiZfkw+TEbjuf0vlB1dWpEUCcUNPpxsiUaNXxt',
    'wodpi7JLjDgJUoDfw4CKq+PLhBJuNr6m8eaah86gqbgcrDdGLObTBogNHShDsm9LKug0xoOssvPTDDsQPluSX3yaZrCtRlhT+LAX0+QiSWVXAO92BpID',
    'RDzfrZBEJL/E4aa+ijpbTwsWJfVlz1ilHKG0HPvKiCLvfZVxF4m4VN9v85G8nnKIsbR6LvpSzfGoo+KlUu5UV4UCiaWaen6DFNbFYBQ0ZFH6mDo3nR4n',
    'ZmVhBCyj5DiT5Jc6ik1HGfUPmNLT2aICyF4/dGHD3418z+hY25jbsIG8JYY9Jr0yw322iZ/3dMav9a4MD3o7WdwPngrt6zlKeL31pYN/qdwTV+/cSOpy',
    'cIdvGXnvlad7ZaNCDvJCJ9gOOTAVfaIlMMKk1PTphmISlAQYhpw2dHYXlFm+JjKyNxU5buJ6Zh0Jn+pyiZovfvTpO6j/OM1vijKqdn3qd4THlz8DAAAA',
    'AQAFWC41MDkAAAHCMIIBvjCCASegAwIBAgIIXGVjhbTUtikwDQYJKoZIhvcNAQELBQAwDzENMAsGA1UEAxMEc3BlYzAgFw0yNjExMjIxMTUyMDNaGA8y',
    'MTI2MTAyOTExNTIwM1owDzENMAsGA1UEAxMEc3BlYzCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEAwXpBx+A3tXld9xUm7IARl/0Wq/0YWI9I3Bc5',
    '6U2QFW3Wbg/R7ugOYeCIbQzfWhS1nE1rSVuXlVbagzSJrPa/vpPMGKCqxDF70WSKx6mE3LVrS5D4nzDQaM5o2lUKyxJhMyf7TKyQ8eirrnIFlbo4sBAx',
    '3Tyqiwm5zE1rtfMFWNMCAwEAAaMhMB8wHQYDVR0OBBYEFFFmu+bJ7dsoFA4rjWdDsXgGdKa8MA0GCSqGSIb3DQEBCwUAA4GBACdiZKvnrwnolnx03JiW',
    'cTDIiP49WakUV/d+C7MOBv6YlNsrRlWye2dZson6YANePKQR+46izLArK8r4fF+s3GRXgWhJ6vOIitpY/K+/oEWUcA5YEwA9gY7ccy0pzHVvHTqU391Z',
    'IsTzobnF4BuY6Unzm38mivTrvo8bO4tC1eG70iLZVwwtn6UFYBi5gUmjo7Zsqzg=',
  ].join(''),
  'base64',
);

/** `grüße`, encrypted by Java with the public key: RSA with PKCS#1 padding. */
export const encryptedByJava =
  'bI3XqIqYvmO6aHrTVihLI+Rj/btMGPnocs9eESZBgzEC3q6eLCvRA0KU6zGakIUy+qX5c2M3qzh8FeGu2wsaNT6m2GnevIuE+bdTlg4VlbTnz5Q3N1F+' +
  'z7mBsGB+6zPyfU2G4HdsSSDK+ItquOwRLiyvN4DjRNbsCe0afgC1ZDI=';

/** The same with OAEP (SHA-1). */
export const encryptedWithOaep =
  'Tz8P57/M+Y1v5QgDepSsJND5bWnydR9JXk6Mot4drDZDa1utQ9r2UepKyQ6LQ9BYp4R0NDwRC75zF9SBY/GAoPF83ZEiCbH4Riorb19xYXQlE8mYOR2K' +
  'AnOHuxKBxKoDt3MItvXg14w/464yFX49paQwuvQKiM8TBvA2txM7Pt0=';
