/** A certificate whose private key everybody has: it is shipped with the product or its kernel. */
export interface DefaultCertificate {
  /** Of the certificate (DER), lower-case hexadecimal. */
  readonly sha256: string;
  /** Of the SubjectPublicKeyInfo (DER), lower-case hexadecimal. */
  readonly publicKeySha256: string;
  readonly subject: string;
  /** Hexadecimal, upper case. */
  readonly serial: string;
  readonly keyBits: number;
  /** ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** Releases of Identity Server that ship it; none where only kernels and milestones did. */
  readonly releases: readonly string[];
  /** Repositories with the first and last of the tags, in the order of their names. */
  readonly seenIn: readonly string[];
}

/** All default certificates of carbon-kernel and product-is, read from the stores of every release tag; oldest first. */
export const defaultCertificates: readonly DefaultCertificate[] = [
  {
    sha256: '1d729fb8c468ead820a2a0be4adb8fbabed9ab1ba126c9d21466c5706e8e4d30',
    publicKeySha256: 'da909c62b1bdd210c5c70382b15c9aef0a5b423aa1072dce3ec172c93fbbd74f',
    subject: 'CN=localhost, O=WSO2, L=Mountain View, ST=CA, C=US',
    serial: '4B7E3782',
    keyBits: 1024,
    notBefore: '2010-02-19T07:02:26Z',
    notAfter: '2035-02-13T07:02:26Z',
    releases: [],
    seenIn: ['carbon-kernel 4.3.0 to v4.4.16', 'carbon-kernel 4.3.0 to v4.4.9-rc3'],
  },
  {
    sha256: 'eecb4d02dad4ac6b505353a7e21f4fb9a33fdcac92303ff0ff43e2190a84eaa0',
    publicKeySha256: 'eb479350c27268ca7197f6b928677f9bebb333e62f10ca49db07e56a73b2c961',
    subject: 'CN=localhost, O=WSO2, L=Mountain View, ST=CA, C=US',
    serial: '454B9B33',
    keyBits: 2048,
    notBefore: '2017-03-21T09:13:07Z',
    notAfter: '2017-06-19T09:13:07Z',
    releases: [],
    seenIn: ['carbon-kernel v4.4.15 to v4.4.17-rc2', 'carbon-kernel v4.4.17-rc1 to v4.4.17-rc2'],
  },
  {
    sha256: '50f0eda5898af3a115c2c508194956e7e114fe234743e9d22f709ae7cb801bbd',
    publicKeySha256: 'ad874c42382e2a464a3dba787fb3a0b5e2de30100545742758a6fbf0cb6aca5e',
    subject: 'CN=localhost, O=WSO2, L=Mountain View, ST=CA, C=US',
    serial: '0282D0FD',
    keyBits: 2048,
    notBefore: '2017-07-19T06:52:51Z',
    notAfter: '2027-07-17T06:52:51Z',
    releases: [],
    seenIn: ['carbon-kernel v4.4.17 to v4.5.0.m5'],
  },
  {
    sha256: 'bc6d75f85629d1ab50da15ead7161d8a636f542b939060aa70e6db68ce5a807c',
    publicKeySha256: 'ab9dbc9c2104a2799538f3ad93737ddf97b57adee210e70b175525404710b6ab',
    subject: 'CN=localhost, OU=WSO2, O=WSO2, L=Mountain View, ST=CA, C=US',
    serial: '6DF56307',
    keyBits: 2048,
    notBefore: '2019-08-23T12:50:33Z',
    notAfter: '2029-08-20T12:50:33Z',
    releases: ['5.9.0'],
    seenIn: ['carbon-kernel v4.5.0 to v4.5.2'],
  },
  {
    sha256: '3612ad8f01b4ecf4714f0bc8e071b6403dd34c4dde62d81dd4b91d1aa356dee6',
    publicKeySha256: 'caa08ab78bb6223dd7f464a988b788e2fbd5a5899033b1cdf19f8727def145e3',
    subject: 'CN=localhost, OU=WSO2, O=WSO2, L=Mountain View, ST=CA, C=US',
    serial: '5DB001A3',
    keyBits: 2048,
    notBefore: '2019-10-23T07:30:43Z',
    notAfter: '2022-01-25T07:30:43Z',
    releases: ['5.10.0', '5.11.0'],
    seenIn: ['carbon-kernel v4.5.3 to v4.7.0-m9'],
  },
  {
    sha256: '02e6217a58fe8ef0d191e30f6acf44cf08f47b4c18c6c64abdf2d487b48c0a00',
    publicKeySha256: '28396ee1bcfc3cdddefa72692c6ab0ffe28424b6175af1cbd8f2d1adc153e5b1',
    subject: 'CN=localhost, OU=WSO2, O=WSO2, L=Mountain View, ST=CA, C=US',
    serial: '61F1154A',
    keyBits: 2048,
    notBefore: '2022-01-26T09:32:58Z',
    notAfter: '2024-04-30T09:32:58Z',
    releases: ['6.0.0', '6.1.0'],
    seenIn: ['carbon-kernel v4.6.3 to v4.9.9'],
  },
  {
    sha256: '1b2429b16ef58301b74ff16253655ae85537e3a5bfd159085a5a8e23e5a3b22a',
    publicKeySha256: 'b42a33122de66ccd94f7bc4ec3095a182675012cb7b03026cb33f559c56dd1d3',
    subject: 'CN=localhost, OU=WSO2, O=WSO2, L=Mountain View, ST=CA, C=US',
    serial: '63F65A03',
    keyBits: 2048,
    notBefore: '2023-02-22T18:08:03Z',
    notAfter: '2025-05-27T18:08:03Z',
    releases: [],
    seenIn: ['carbon-kernel v4.8.0 to v4.9.26-alpha2'],
  },
  {
    sha256: '9db36ba11a21dad55653727abce15d745793e891983fe7aadfce1b39e3b7c862',
    publicKeySha256: '12a769c3f680f207ef72565f90945b835fa2cfa641b7c5342641e386780bb978',
    subject: 'CN=localhost, OU=WSO2, O=WSO2, L=Santa Clara, ST=CA, C=US',
    serial: '65704609',
    keyBits: 2048,
    notBefore: '2023-12-06T09:59:37Z',
    notAfter: '2025-01-07T09:59:37Z',
    releases: ['7.0.0'],
    seenIn: ['carbon-kernel v4.10.0 to v4.9.25', 'product-is v7.0.0 to v7.1.0-m1', 'product-is v7.1.0-m2 to v7.1.0-m6'],
  },
  {
    sha256: 'cf6f49f8ecce6e92928dc2038548e87310ed06b707d3f9e23783b66a82a24ed8',
    publicKeySha256: 'be316d356dd4254e968a8f0b8c1edafcd34d3160fb00b690ad9d855d0248f066',
    subject: 'CN=localhost, OU=IT, O=/en/next, L=SL, ST=WS, C=LK',
    serial: '230992CE',
    keyBits: 2048,
    notBefore: '2024-02-12T09:11:30Z',
    notAfter: '2024-05-12T09:11:30Z',
    releases: ['7.0.0'],
    seenIn: ['product-is v7.0.0 to v7.1.0-m1'],
  },
  {
    sha256: '80f154f2c82d4f5e8fb96a6374cc2310eb141bdcb168787cad9efa5b4407f385',
    publicKeySha256: 'bbf5e12f2cda252921a6d4dee7814a22c489af71b8e849511e12b58fdba9f7e7',
    subject: 'CN=localhost, OU=WSO2, O=WSO2, L=Mountain View, ST=CA, C=US',
    serial: '6324BE6DCCECF064B07318501366018DD0048CBF',
    keyBits: 2048,
    notBefore: '2024-02-22T08:52:55Z',
    notAfter: '2026-05-27T08:52:55Z',
    releases: [],
    seenIn: ['carbon-kernel v4.9.26 to v4.9.26-beta'],
  },
  {
    sha256: '5d094d2099ac6e670e537d50853b60fbee3dd08858e50db06e22ffe3ad92646d',
    publicKeySha256: 'd1111226285a6506fe16c07e0d1f5968659471a9e30287530866eacb303c9ee6',
    subject: 'CN=localhost, OU=WSO2, O=WSO2, L=Mountain View, ST=CA, C=US',
    serial: '66DFBDF2',
    keyBits: 2048,
    notBefore: '2024-09-10T03:33:06Z',
    notAfter: '2026-12-14T03:33:06Z',
    releases: [],
    seenIn: ['carbon-kernel v4.9.27 to v4.9.27-beta'],
  },
  {
    sha256: '9bf78253a0cb3154d7f61e53a262fae12c2da7e00cb2603eeb1bd6093af981fe',
    publicKeySha256: '884f63a7e19256009e5741c358a5d03e94e6e1a06e1bb4414e5623dc4716c0e5',
    subject: 'CN=localhost, OU=WSO2, O=WSO2, L=Santa Clara, ST=CA, C=US',
    serial: '758A8E9A36C55ACDF57145B672390194450ADED4',
    keyBits: 2048,
    notBefore: '2025-01-08T08:32:07Z',
    notAfter: '2026-01-08T08:32:07Z',
    releases: ['7.1.0', '7.2.0'],
    seenIn: ['product-is v7.1.0 to v7.2.0-rc1'],
  },
  {
    sha256: '1e1bcdeb0a46472150c55542a9cc02f39481e5dd1e6ea493c82b023cbe03b44c',
    publicKeySha256: 'ba3d55920e54e314cb397e3397cbd6e91ad1cf68314d518a7e5166a8122c1343',
    subject: 'CN=localhost, OU=WSO2, O=WSO2, L=Mountain View, ST=CA, C=US',
    serial: '677AD82953594FF6933233829A3B0194FF653AF4',
    keyBits: 2048,
    notBefore: '2025-02-13T13:00:11Z',
    notAfter: '2027-05-19T13:00:11Z',
    releases: [],
    seenIn: ['carbon-kernel v4.9.28 to v4.9.28-beta'],
  },
  {
    sha256: '30311c84503c955d084d9093c171b82dede7c6cb98ddd3da2b0201c2e0bc67f7',
    publicKeySha256: '131376aa6c47751f0abd56b73a7d84fa7f90edeb7c2e26b8ff07df33af3c3632',
    subject: 'CN=localhost, OU=WSO2, O=WSO2, L=Mountain View, ST=CA, C=US',
    serial: '607F779404E8A6D770E6ACF9BBD30198A2E827D7',
    keyBits: 2048,
    notBefore: '2025-08-13T10:15:00Z',
    notAfter: '2027-12-26T10:15:00Z',
    releases: [],
    seenIn: ['carbon-kernel v4.11.0 to v4.9.33'],
  },
  {
    sha256: 'e413604ca92796dd8ec92f4e62b0afa1089e809007a9245ebb8733d769d45a8a',
    publicKeySha256: '884f63a7e19256009e5741c358a5d03e94e6e1a06e1bb4414e5623dc4716c0e5',
    subject: 'CN=localhost, OU=WSO2, O=WSO2, L=Santa Clara, ST=CA, C=US',
    serial: '704CF9EE',
    keyBits: 2048,
    notBefore: '2026-01-12T11:06:33Z',
    notAfter: '2027-01-12T11:06:33Z',
    releases: [],
    seenIn: ['product-is v7.3.0-alpha to v7.3.0-m3'],
  },
  {
    sha256: 'ca5c9b54f9b6d39f396a1aaa7a780481393c1dfbb567cfacfb962e6a88ad6588',
    publicKeySha256: '914b840fcfd7194c2c278c6a9aecca5e7e7019ebb549107e75f61eb5d1a0d046',
    subject: 'CN=localhost, OU=WSO2, O=WSO2, L=Mountain View, ST=CA, C=US',
    serial: '2502197B0A58AE28B9ABDA58CBBFD95CAC6AFDA7',
    keyBits: 2048,
    notBefore: '2026-03-04T08:00:24Z',
    notAfter: '2028-06-06T08:00:24Z',
    releases: [],
    seenIn: ['carbon-kernel v4.11.10 to v4.11.19'],
  },
  {
    sha256: '2ba361a032ffd4b34f7df066de72b61c5e836a09f7a7bd7105eb87b4094d9712',
    publicKeySha256: '884f63a7e19256009e5741c358a5d03e94e6e1a06e1bb4414e5623dc4716c0e5',
    subject: 'CN=localhost, OU=WSO2, O=WSO2, L=Santa Clara, ST=CA, C=US',
    serial: '6653D4F208B043E3D1C697784DF2E8BB1129D322',
    keyBits: 2048,
    notBefore: '2026-04-06T02:32:19Z',
    notAfter: '2028-07-09T02:32:19Z',
    releases: ['7.3.0'],
    seenIn: ['product-is v7.3.0 to v7.3.0-rc1'],
  },
];

const publishedKeys: ReadonlySet<string> = new Set(defaultCertificates.map(({ publicKeySha256 }) => publicKeySha256));

/**
 * True when the private half of a public key is published. The key is what counts: 7.3.0 ships the key of 7.1.0 under a
 * renewed certificate, which no list of certificates from before would know.
 */
export function isPublishedKey(publicKeySha256: string): boolean {
  return publishedKeys.has(publicKeySha256.toLowerCase());
}
