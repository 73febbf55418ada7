import { defineTransform, jvmSettings } from '../src/kit/index.ts';

export default defineTransform({
  meta: {
    title: 'Clients cannot renegotiate TLS',
    why: 'A client that keeps renegotiating costs the server far more work than itself.',
    consequence: 'Nothing known. TLS 1.3 has no renegotiation, and a connector on OpenSSL does not read the option.',
    severity: 'low',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Disable client-initiated renegotiation"; wso2server.sh and wso2server.bat.',
    references: { cwe: [405], nist: ['SC-5'] },
  },
  parts: [
    jvmSettings({
      key: 'jdk.tls.rejectClientInitiatedRenegotiation',
      accepts: (value) => value === 'true',
      wants: 'true',
      says: (found) => `Rejection of renegotiation by clients is ${found}; it should be true.`,
    }),
  ],
});
